// Progressive enhancement only: every page works without this file. Texts come from <body data-text='{…}'>.
const root = document.documentElement, body = document.body, text = JSON.parse(body.dataset.text || "{}");
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (type, fn, options) => document.addEventListener(type, fn, options);
const fill = (message, values) => (message || "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
root.classList.add("js");

const remember = (name, value) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; path=/; SameSite=Lax; max-age=${value ? 31536000 : 0}${secure}`;
};

function toast(message, tone = "danger") {
  const notice = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  notice.classList.add(`tone-${tone}`);
  notice.querySelector("[data-toast-text]").textContent = message;
  const toasts = document.getElementById("toasts");
  toasts.append(notice);
  if (toasts.children.length > 3) toasts.firstElementChild.remove();
  if (tone === "success") setTimeout(() => notice.remove(), 5000);
}

// Theme and sidebar: the cookie is what the server reads, so the next page comes out right at once.
function showTheme() {
  const now = root.dataset.theme || "auto";
  all("[data-set-theme]").forEach((b) => b.setAttribute("aria-pressed", b.dataset.setTheme === now));
}
showTheme();

on("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  let it;
  if ((it = hit("[data-set-theme]"))) {
    const value = it.dataset.setTheme === "auto" ? "" : it.dataset.setTheme;
    if (value) root.dataset.theme = value; else delete root.dataset.theme;
    remember("theme", value);
    showTheme();
  } else if ((it = hit("[data-fold-sidebar]"))) {
    const folded = root.dataset.sidebar !== "folded";
    root.dataset.sidebar = folded ? "folded" : "";
    remember("sidebar", folded ? "folded" : "");
    it.setAttribute("aria-expanded", !folded);
  } else if ((it = hit("[data-dismiss]"))) {
    it.closest(".notice").remove();
  } else if (hit("[data-print]")) {
    print();
  } else if ((it = hit("[data-reveal]"))) {
    const field = document.getElementById(it.dataset.reveal), shown = field.type === "text";
    field.type = shown ? "password" : "text";
    it.setAttribute("aria-pressed", !shown);
  } else if ((it = hit("[data-copy]"))) {
    const from = it.dataset.copy.startsWith("#") && document.querySelector(it.dataset.copy);
    navigator.clipboard?.writeText(from ? from.value ?? from.textContent : it.dataset.copy).then(() => toast(text.copied, "success"));
  }
  all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

on("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest("details.menu[open]") || document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  } else if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    const search = all("[data-search]").find((field) => field.offsetParent) || document.querySelector("[data-search-link]");
    if (search) { event.preventDefault(); search.focus(); search.select?.(); }
  }
});
on("focusin", (event) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));

// A form is sent once; coming back to the page makes it usable again.
on("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[data-again], [hx-post], [hx-put], [hx-delete]") || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  delete form.dataset.dirty;
  setTimeout(() => release(form), 8000);
});
function release(form) {
  delete form.dataset.sent;
  all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
}
addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-dirty]")) event.preventDefault(); });

// Fields: characters left, ticks counted, long lists filtered, money written out.
const UNITS = { 千: 1e3, k: 1e3, 万: 1e4, w: 1e4, m: 1e6, 百万: 1e6, 千万: 1e7, 亿: 1e8 };
function moneyHint(field) {
  const hint = document.getElementById(field.id + "-money");
  const parts = [...field.value.normalize("NFKC").toLowerCase().matchAll(/([\d,]*\.?\d+)\s*(百万|千万|万|亿|千|k|w|m)?/g)];
  const last = parts.at(-1)?.[2];
  const sums = parts.slice(0, 2).map(([, n, unit]) => +n.replaceAll(",", "") * (UNITS[unit || last] || +field.dataset.money || 1));
  hint.textContent = sums.length && sums.every(isFinite) ? fill(text.money, { sum: sums.map((n) => n.toLocaleString("en")).join(" – ") }) : "";
}
function refresh(field) {
  if (field.dataset.count) {
    const left = field.dataset.count - [...field.value].length, out = document.getElementById(field.id + "-count");
    out.textContent = fill(left < 0 ? text.over : text.left, { n: Math.abs(left) });
    out.classList.toggle("over", left < 0);
  }
  if (field.dataset.money) moneyHint(field);
  const list = field.type === "checkbox" && field.closest(".check-list"), count = list && list.querySelector("[data-checked]");
  if (count) count.textContent = fill(text.chosen, { n: all(":checked", list).length });
}
on("input", (event) => {
  const field = event.target;
  if (field.dataset.filter) {
    const wanted = field.value.trim().toLowerCase();
    all(".form-check", document.getElementById(field.dataset.filter)).forEach((row) => {
      row.hidden = !(row.textContent + " " + (row.dataset.search || "")).toLowerCase().includes(wanted);
    });
    return event.stopPropagation();
  }
  refresh(field);
  const form = field.form;
  if (form?.matches("[data-autosave]")) form.dataset.dirty = "1";
}, true);
// A table wider than its place scrolls, also by keyboard; one that fits is no stop on the way.
const scrolling = new ResizeObserver((seen) => seen.forEach(({ target: it }) => {
  if (it.scrollWidth <= it.clientWidth) return ["tabindex", "role", "aria-label"].forEach((name) => it.removeAttribute(name));
  it.tabIndex = 0;
  it.setAttribute("role", "region");
  it.setAttribute("aria-label", it.querySelector("caption")?.textContent || "");
}));
function start(from) {
  all(".table-wrap", from).forEach((it) => scrolling.observe(it));
  all("[data-count], [data-money], .check-list input:first-of-type", from).forEach(refresh);
  from.querySelector?.(".error-summary")?.focus();
}
start(document);

// htmx: token, progress line, saved states, errors that a person can read.
on("htmx:configRequest", ({ detail }) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token;
});
let busy = 0;
const status = (form, state, message) => all("[data-autosave-status]", form).forEach((out) => {
  out.dataset.state = state;
  out.querySelector("span").textContent = message;
});
on("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches("[data-autosave]")) return status(detail.elt, "saving", text.saving);
  if (!detail.elt.matches("[data-quiet]")) { busy++; root.classList.add("is-loading"); }
});
on("htmx:afterRequest", ({ detail }) => {
  const { elt, successful } = detail;
  if (elt.matches("[data-autosave]")) {
    if (successful) delete elt.dataset.dirty;
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    return status(elt, successful ? "saved" : "error", successful ? fill(text.saved, { time }) : text.unsaved);
  }
  if (!elt.matches("[data-quiet]") && --busy <= 0) { busy = 0; root.classList.remove("is-loading"); }
});
on("htmx:responseError", ({ detail }) => {
  if (detail.elt.matches("[data-autosave], [data-quiet]") || [400, 409, 422].includes(detail.xhr.status)) return;
  toast(text["e" + detail.xhr.status] || text.error);
});
on("htmx:sendError", ({ detail }) => { if (!detail.elt.matches("[data-autosave], [data-quiet]")) toast(text.offline); });
on("htmx:load", ({ detail }) => { start(detail.elt); showTheme(); });
