// The pitch clock runs between two answers of the server, which alone knows the time.
const begun = new WeakMap();
const two = (n) => String(n).padStart(2, "0");

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (!begun.has(clock)) begun.set(clock, performance.now());
    const passed = "runs" in clock.dataset ? (performance.now() - begun.get(clock)) / 1000 : 0;
    const left = Math.round(clock.dataset.clock - passed), whole = Math.abs(left);
    clock.textContent = `${left < 0 ? "−" : ""}${Math.floor(whole / 60)}:${two(whole % 60)}`;
    clock.classList.toggle("clock-over", left < 0);
    clock.classList.toggle("clock-near", left >= 0 && left <= 60);
  }
}
tick();
setInterval(tick, 250);
document.addEventListener("htmx:load", tick);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fullscreen]");
  if (button) document.getElementById(button.dataset.fullscreen).requestFullscreen?.();
});
