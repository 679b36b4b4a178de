// The week or day as a grid of hours; without this file, and on a phone for the week, the list below it says the same.
const grid = document.getElementById("calendar-grid"), narrow = matchMedia("(max-width: 575px)").matches;
if (grid && !(narrow && grid.dataset.view === "week")) {
  const { Calendar, plugins, locales } = window.FullCalendar;
  const entries = JSON.parse(grid.dataset.entries);
  // The hours of a working day, and more when something begins earlier or ends later: nothing to scroll inside.
  const hour = (at) => Number(at.slice(11, 13)), clock = (hours) => `${String(hours).padStart(2, "0")}:00:00`;
  const past = entries.some((it) => it.end.slice(0, 10) > it.start.slice(0, 10));
  const from = Math.min(8, ...entries.map((it) => hour(it.start))), to = past ? 24 : Math.max(19, ...entries.map((it) => hour(it.end) + 1));
  grid.hidden = false;
  new Calendar(grid, {
    plugins, locales,
    locale: document.documentElement.lang.startsWith("zh") ? "zh-cn" : "en",
    initialView: grid.dataset.view === "day" ? "timeGridDay" : "timeGridWeek",
    initialDate: grid.dataset.first,
    // Times come as the clocks of the city show them, wherever the reader is.
    timeZone: "UTC",
    now: grid.dataset.now,
    firstDay: 1,
    headerToolbar: false,
    allDaySlot: false,
    nowIndicator: true,
    slotMinTime: clock(from),
    slotMaxTime: clock(to),
    height: "auto",
    slotHeaderFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    events: entries,
  }).render();
  document.getElementById("calendar-list").classList.add("visually-hidden");
}
