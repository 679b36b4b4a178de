// Draws the charts of a bulletin. The table under each says the same, opened where nothing is drawn.
const { echarts } = window, drawn = [];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const INK = { paper: "#fff", text: "#000", muted: "#333", line: "#999", series: ["#555", "#ccc"] };
const paper = () => ({ paper: colour("--surface"), text: colour("--text"), muted: colour("--muted"), line: colour("--divider"), series: [colour("--accent"), colour("--input")] });

const wide = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u00ff" ? 12 : 7), 0);
// On a phone a bar carries the first part of its words, up to the dot between them.
const option = (chart, ink, width) => {
  const narrow = width < 480, lying = chart.kind === "bars", several = chart.series.length > 1;
  const told = (text) => (narrow ? text.split(" · ")[0] : text);
  const longest = Math.max(...chart.series.flatMap((it) => it.texts.map((text) => wide(told(text)))));
  // Words wider than their column stand upright on it.
  const upright = !lying && longest > width / chart.labels.length;
  const room = lying ? 1.02 : upright ? 1 / (1 - Math.min(0.5, longest / 180)) : 1.15;
  const names = { type: "category", data: chart.labels, inverse: lying, axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text, interval: 0, width: lying ? 108 : 64, overflow: "break", hideOverlap: !lying, formatter: lying ? undefined : (text) => text.slice(2) } };
  // Every bar carries its figure, so the axis of values needs none; room is left for the longest.
  const values = { type: "value", show: false, min: (it) => Math.min(0, it.min || 0), max: (it) => (Math.max(it.max, chart.goal || 0) || 1) * room };
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: several } },
    color: ink.series,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 4, right: lying ? longest + 12 : 4, top: several ? (narrow ? 58 : 34) : 10, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: several ? { top: 0, left: 0, textStyle: { color: ink.text } } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, confine: true, formatter: (rows) => [rows[0].name, ...rows.map((it) => `${several ? `${it.seriesName}: ` : ""}${chart.series[it.seriesIndex].texts[it.dataIndex]}`)].join("\n") },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: chart.series.map((it, place) => ({
      type: "bar",
      name: it.name,
      data: it.values,
      barMaxWidth: 26,
      itemStyle: { borderColor: ink.text, borderWidth: several ? 1 : 0 },
      label: { show: true, position: lying ? "right" : "top", color: ink.text, backgroundColor: ink.paper, fontSize: 12, formatter: (row) => told(it.texts[row.dataIndex]), ...(upright && { rotate: 90, align: "left", verticalAlign: "middle" }) },
      labelLayout: { hideOverlap: true },
      markLine: chart.goal && !place ? { silent: true, z: 1, symbol: "none", lineStyle: { color: ink.text, type: "dashed" }, label: { show: false }, data: [{ xAxis: chart.goal }] } : undefined,
    })),
  };
};
const height = (chart) => (chart.kind === "bars" ? chart.labels.length * (chart.series.length > 1 ? 50 : 40) + (chart.series.length > 1 ? 66 : 20) : 220);
const draw = (ink) => drawn.forEach(({ chart, data }) => chart.setOption(option(data, ink, chart.getWidth()), true));

for (const box of echarts ? document.querySelectorAll("[data-chart]") : []) {
  const data = JSON.parse(box.dataset.chart);
  box.hidden = false;
  box.setAttribute("aria-hidden", "true");
  box.style.height = `${height(data)}px`;
  // Twice as many dots as the screen has, for paper.
  drawn.push({ chart: echarts.init(box, null, { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) }), data });
  const table = box.parentElement.querySelector("details");
  if (table) table.open = false;
}
draw(paper());
new ResizeObserver(() => drawn.forEach(({ chart }) => chart.resize())).observe(document.querySelector(".bulletin") || document.body);
new MutationObserver(() => draw(paper())).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(paper()));
addEventListener("beforeprint", () => draw(INK));
addEventListener("afterprint", () => draw(paper()));
