// Cards of a board can be dragged; whoever does not drag uses the menu on each card, which this presses.
const board = document.querySelector("[data-board]");
let dragged;
board?.querySelectorAll("[data-card]:has([data-moves])").forEach((card) => { card.draggable = true; });
const target = (event) => {
  const column = event.target.closest("[data-stage]");
  if (!dragged || !column || column.contains(dragged)) return null;
  const stage = CSS.escape(column.dataset.stage);
  return dragged.querySelector(`button[value="${stage}"], a[data-stage="${stage}"]`);
};
board?.addEventListener("dragstart", (event) => { dragged = event.target.closest("[data-card]"); });
board?.addEventListener("dragend", () => { dragged = null; });
board?.addEventListener("dragover", (event) => { if (target(event)) event.preventDefault(); });
board?.addEventListener("drop", (event) => {
  const way = target(event);
  if (way) { event.preventDefault(); way.click(); }
});
