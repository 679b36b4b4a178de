// Makes tabler.css, the part of Tabler that Fuqiao uses. Run by hand when Tabler is updated:
//
//   mkdir /tmp/tabler && cd /tmp/tabler
//   npm install @tabler/core@1.6.1 postcss@8 postcss-selector-parser@7 lightningcss@1
//   cp <repository>/app/static/vendor/tabler/purge.mjs . && node purge.mjs <repository>/app/static/vendor/tabler
//
// What it does, and why it differs from a plain purge:
//   * Rules are kept by family (KEEP below), not by what templates use today, so that a new template finds its classes.
//   * Every custom property that Tabler sets on :root is dropped, and so are its theme selectors. app.css defines the
//     ones that are still used, from our tokens; the script prints them. One place decides every colour.
//   * data: images become files, because our content security policy has no data: source.
import { readFileSync, writeFileSync, mkdirSync, copyFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { join } from "node:path";
import postcss from "postcss";
import selectorParser from "postcss-selector-parser";
import { transform } from "lightningcss";

const out = process.argv[2] ?? ".";
const source = "node_modules/@tabler/core/dist/css/tabler.css";

const TONE = "(primary|secondary|success|info|warning|danger)";
const SIZE = "(xs|sm|md|lg|xl)";
const WIDE = "(sm-|md-|lg-|xl-)?"; // breakpoints of the grid and of display
const MID = "(md-|lg-)?"; // breakpoints of spacing, flex and text
const KEEP = [
  // grid
  `container(-fluid|-xl|-tight|-narrow)?`, `row(-cards|-deck|-sm)?`, `row-cols-${WIDE}([1-6]|auto)`,
  `col-${WIDE}([0-9]+|auto)`, `col(-sm|-md|-lg|-xl)?`, `offset-${MID}[0-9]+`, `g[xy]?-${MID}[0-5]`, `order-${MID}(first|last|[0-2])`,
  // page parts
  `page-(title|pretitle|subtitle|body|header)`, `lead`, `subheader`, `h[1-6]`, `small`, `strong`, `numeric`, `markdown`, `hr(-text)?`,
  `list-(unstyled|inline|inline-item)`, `divide-[xy](-[0-4])?`, `space-[xy](-[0-4])?`, `img-fluid`, `ratio(-.*)?`,
  `blockquote`, `legend`, `cursor-(pointer|not-allowed)`, `mark`,
  // components
  `card(-(body|header|footer|title|subtitle|text|actions|table|sm|md|lg|link|active|borderless|tabs|img|img-top|options|header-tabs|header-light|status-top|status-start|status-bottom))?`,
  `btn(-(sm|lg|icon|square|pill|list|group|group-vertical|action|actions|loading|link|${TONE}))?`,
  `btn-(ghost|outline)-(primary|secondary|danger)`, `btn-check`,
  `form-(control|select)(-(sm|lg|plaintext|light))?`, `form-(label|text|hint|fieldset|footer|help|label-description)`, `form-check.*`,
  `form-switch(-lg)?`, `form-selectgroup.*`, `form-range`, `col-form-label`, `input-(group|icon)(-.*)?`, `is-invalid`, `invalid-feedback`,
  `required`, `table(-(sm|hover|striped|borderless|responsive|vcenter|nowrap|active|primary|sort|group-divider))?`, `table-responsive-(sm|md|lg)`,
  `caption-top`, `nav(-(item|link|tabs|pills|fill|justified|bordered|segmented|vertical|sm|link-icon|link-title))?`,
  `badge(-(outline|dot|notification|pill|sm|lg|empty|icononly))?`, `badges-list`, `alert(-(title|link|heading|icon|description|list|important|dismissible|${TONE}))?`,
  `progress(-(bar|sm|xs|lg|separated))?`, `progressbg.*`, `steps(-(counter|vertical))?`, `step-item`,
  `dropdown(-(menu|item|divider|header|item-icon|menu-end|menu-arrow|toggle))?`,
  `avatar(-(xs|sm|md|lg|xl|list|list-stacked|rounded))?`, `empty(-(img|icon|header|title|subtitle|action|bordered))?`,
  `pagination(-(sm|lg))?`, `page-(item|link)(-(prev|next|title|subtitle))?`, `list-group(-(item|item-action|item-actions|flush|horizontal|hoverable|header|numbered|action|sm))?`,
  `list(-(separated|bordered|timeline))?`, `timeline(-(event|event-icon|event-card|simple))?`,
  `datagrid(-(item|title|content))?`, `status(-(dot|lite|dot-animated|${TONE}))?`, `tag(s-list)?`, `breadcrumb(-(item|arrows|bullets|muted))?`,
  `spinner-(border|grow)(-sm)?`, `placeholder(-(xs|sm|lg|glow|wave))?`, `icon(-(sm|md|lg|inline|start|end|right|left))?`,
  // states that components carry
  `active`, `disabled`, `show`, `collapse`,
  // helpers and utilities
  `visually-hidden(-focusable)?`, `stretched-link`, `text-truncate`, `vr`, `sticky-top`, `hstack`, `vstack`, `clearfix`, `antialiased`,
  `[mp][xytbse]?-${MID}([0-6]|auto)`, `mt-n[1-3]`, `d-${WIDE}(none|inline|inline-block|block|grid|flex|inline-flex|table-cell)`, `d-print-.*`,
  `flex-${MID}(row|column|row-reverse|column-reverse|wrap|nowrap|fill)`, `flex-${MID}(grow|shrink)-[01]`,
  `(justify-content|align-items|align-self|align-content)-${MID}(start|end|center|between|around|evenly|stretch|baseline|auto)`,
  `(row-|column-)?gap-${MID}[0-6]`, `overflow(-[xy])?-(auto|hidden|visible|scroll)`, `position-(static|relative|absolute|fixed|sticky)`, `(top|bottom|start|end)-(0|50|100)`,
  `border(-(top|bottom|start|end))?(-0)?`, `border-(${TONE}|dashed)`, `rounded(-(0|1|2|3|circle|pill))?`, `shadow(-(none|sm))?`,
  `[wh]-(1|2|3|4|5|6|25|33|50|66|75|100|auto|full|px)`, `m[wh]-100`, `min-vh-100`, `text-${MID}(start|center|end)`,
  `text-(nowrap|wrap|break|decoration-none|reset|body|muted|inherit|uppercase|lowercase|balance|pre|pre-line|${TONE}|${TONE}-fg)`,
  `bg-(body|transparent|surface|surface-secondary|surface-tertiary|white)`, `bg-${TONE}(-lt)?`, `fw-(normal|medium|semibold|bold|light)`,
  `fs-[1-6]`, `h[1-6]`, `lh-(1|sm|base|lg)`, `font-monospace`, `user-select-(all|none)`, `opacity-(0|25|50|75|100)`,
  `object-fit-(cover|contain)`, `object-(cover|contain)`, `z-[0-3]`, `align-(top|middle|bottom|baseline|text-top|text-bottom)`, `columns-[23]`, `link-(secondary|muted|primary|danger)`,
].map((p) => new RegExp(`^(?:${p})$`));
const kept = (name) => KEEP.some((re) => re.test(name));

const THEME = /data-bs-|data-vc|theme-dark|data-theme|\[dir=|\[class|\.navbar|:host/;
const keepSelector = (selector) => {
  if (THEME.test(selector)) return false;
  let ok = true;
  selectorParser((root) => {
    root.walkClasses((node) => {
      for (let p = node.parent; p; p = p.parent) if (p.type === "pseudo" && p.value === ":not") return;
      if (!kept(node.value)) ok = false;
    });
  }).processSync(selector);
  return ok;
};

const css = postcss.parse(readFileSync(source, "utf8"));
css.walkComments((c) => c.remove());
css.walkAtRules((rule) => {
  if (rule.name === "keyframes" && !/spinner|placeholder|status|animated-dots/.test(rule.params)) rule.remove();
});
css.walkRules((rule) => {
  if (rule.parent.type === "atrule" && /keyframes$/.test(rule.parent.name)) return;
  const selectors = rule.selectors.filter(keepSelector);
  if (!selectors.length) return rule.remove();
  rule.selectors = selectors;
  if (selectors.every((s) => s.trim() === ":root"))
    rule.walkDecls((d) => { if (d.prop.startsWith("--") || d.prop === "color-scheme") d.remove(); });
  if (!rule.nodes?.length) rule.remove();
});
css.walkAtRules((rule) => { if (rule.nodes && !rule.nodes.length) rule.remove(); });

// Drop what is set and never read.
for (let changed = true; changed; ) {
  changed = false;
  const read = new Set([...css.toString().matchAll(/var\(\s*(--[\w-]+)/g)].map((m) => m[1]));
  css.walkDecls(/^--/, (d) => { if (!read.has(d.prop)) { d.remove(); changed = true; } });
  css.walkRules((r) => { if (!r.nodes.length) r.remove(); });
}

rmSync(join(out, "img"), { recursive: true, force: true });
mkdirSync(join(out, "img"), { recursive: true });
css.walkDecls((decl) => {
  decl.value = decl.value.replace(/url\((["'])data:image\/svg\+xml,(.*?)\1\)/g, (_, quote, body) => {
    const svg = decodeURIComponent(body).replace(/<svg (?!xmlns)/, "<svg xmlns='http://www.w3.org/2000/svg' ");
    const name = createHash("sha256").update(svg).digest("hex").slice(0, 8) + ".svg";
    writeFileSync(join(out, "img", name), svg + "\n");
    return `url(img/${name})`;
  });
});

// Our tokens change with the theme, so of light-dark(a, b) the first half is right in both.
const lightHalf = (value) => {
  for (let at; (at = value.indexOf("light-dark(")) >= 0; ) {
    let depth = 0, comma = 0, i = at + 10;
    for (; i < value.length; i++) {
      if (value[i] === "(") depth++;
      else if (value[i] === ")" && --depth === 0) break;
      else if (value[i] === "," && depth === 1 && !comma) comma = i;
    }
    value = value.slice(0, at) + value.slice(at + 11, comma).trim() + value.slice(i + 1);
  }
  return value;
};
css.walkDecls((d) => { d.value = lightHalf(d.value); });

const set = new Set(), read = new Set();
css.walkDecls(/^--/, (d) => set.add(d.prop));
for (const m of css.toString().matchAll(/var\(\s*(--[\w-]+)/g)) read.add(m[1]);
console.log("defined by app.css:", [...read].filter((v) => !set.has(v)).sort().join(" "));

const { code } = transform({
  filename: "tabler.css", code: Buffer.from(css.toString()), minify: true,
  targets: { chrome: 111 << 16, safari: (16 << 16) | (2 << 8), firefox: 113 << 16 },
});
const banner = "/* Tabler 1.6.1, MIT, © 2018-2026 The Tabler Authors, https://tabler.io. A part of it: see ../README.md */\n";
writeFileSync(join(out, "tabler.css"), banner + code.toString() + "\n");
console.log("tabler.css", code.length, "bytes,", gzipSync(banner + code).length, "gzipped");
