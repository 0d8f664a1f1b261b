// The little that plain links and forms cannot do. Every page works without it.
"use strict";

const pop = document.getElementById("pop");

// "/" goes to the search box.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const find = document.querySelector(".find input");
    if (find) { event.preventDefault(); find.focus(); }
  }
});

// A picker opens in the dialog; without htmx it is a page of its own.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === pop && !pop.open) { pop.showModal(); }
});
pop?.addEventListener("click", (event) => {
  if (event.target === pop || event.target.closest("[data-close]")) { event.preventDefault(); pop.close(); }
});

// A session that ended answers with a way to sign-in, a fault with its sentence: never a silent failure.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 404) { window.location.reload(); }
});

// Arrows move through a list of choices, Enter takes one.
document.addEventListener("keydown", (event) => {
  const list = event.target.closest("[data-arrows]");
  if (!list || !["ArrowDown", "ArrowUp"].includes(event.key)) { return; }
  const stops = [...list.querySelectorAll("input[type=search], a[href]")].filter((stop) => stop.offsetParent);
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { event.preventDefault(); next.focus(); }
});

document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (!copy || !navigator.clipboard) { return; }
  event.preventDefault();
  navigator.clipboard.writeText(copy.href).then(() => { copy.textContent = copy.dataset.copy; });
});

// One press sends once: the button says that it is busy until the next page is there. Where a file comes instead, the page
// stays, and after a while it may be asked for again.
const A_WHILE = 5000;   // milliseconds
function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) { delete form.dataset.sent; }
  for (const button of document.querySelectorAll("[aria-busy]")) { button.removeAttribute("aria-busy"); }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") { return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  if ("file" in form.dataset) { setTimeout(release, A_WHILE); }
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) { release(); }
});

// The tree: the first press fetches the rows beneath, the next ones hide and show them.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-toggle]");
  if (!toggle || !window.htmx || event.ctrlKey || event.metaKey) { return; }
  event.preventDefault();
  const row = toggle.closest("tr");
  const open = toggle.getAttribute("aria-expanded") === "true";
  toggle.setAttribute("aria-expanded", String(!open));
  for (const other of row.parentElement.querySelectorAll("tr[data-path]")) {
    if (!other.dataset.path.startsWith(`${row.dataset.path}/`)) { continue; }
    other.hidden = open || isFolded(other, row);
  }
});

// Whether a row lies beneath one that is folded, other than the one just pressed.
function isFolded(row, pressed) {
  for (const toggle of row.parentElement.querySelectorAll('[data-toggle][aria-expanded="false"]')) {
    const above = toggle.closest("tr");
    if (above !== pressed && row.dataset.path.startsWith(`${above.dataset.path}/`)) { return true; }
  }
  return false;
}

// A target being shared out: what is left over, counted while one types.
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-share]");
  if (!form) { return; }
  const read = (field) => Number(field.value.replace(/[.\s]/g, "")) || 0;
  const given = [...form.querySelectorAll("[data-part]")].reduce((sum, field) => sum + read(field), 0);
  const total = form.querySelector("[data-total]");
  const rest = read(total) - given;
  const told = (number) => number.toLocaleString("de-DE").replace("-", "\u2212");
  form.querySelector("[data-given]").textContent = told(given);
  document.querySelector("[data-rest]").textContent = total.value.trim() ? told(rest) : "–";
  document.querySelector("[data-over]").hidden = rest >= 0 || !total.value.trim();
});

// A figure that was pressed in a checked text: beside it on a wide screen, beneath on a phone, where one is led to it.
document.addEventListener("htmx:afterSettle", (event) => {
  const reading = document.getElementById("reading");
  if (event.detail.target?.id !== "reading" || !reading) { return; }
  const beside = reading.querySelector(".beside");
  const isBeside = beside && getComputedStyle(beside).position === "sticky";
  const stop = isBeside ? reading.querySelector(".claim[aria-current]") : document.getElementById("one");
  if (!stop) { return; }
  stop.setAttribute("tabindex", stop.matches("a") ? "0" : "-1");
  stop.focus({ preventScroll: isBeside });
  if (!isBeside) { stop.scrollIntoView(); }
});

// A day is written 20/06/2024 whatever the browser speaks; the browser's own calendar stands beside it.
function giveCalendar(root) {
  for (const text of root.querySelectorAll?.("input[data-day]:not([data-has-calendar])") ?? []) {
    text.dataset.hasCalendar = "1";
    const calendar = document.createElement("input");
    if (!("showPicker" in calendar)) { continue; }
    calendar.type = "date";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    if (text.dataset.last) { calendar.max = text.dataset.last; }
    const open = document.createElement("button");
    open.type = "button";
    open.className = "button";
    open.setAttribute("aria-label", text.dataset.day);
    open.title = text.dataset.day;
    open.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-calendar"/></svg>';
    const field = document.createElement("span");
    field.className = "day-field";
    text.replaceWith(field);
    field.append(text, open, calendar);
    open.addEventListener("click", () => {
      const found = text.value.match(/^(\d{1,2})\D(\d{1,2})\D(\d{4})$/);
      calendar.value = found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
      calendar.showPicker();
    });
    calendar.addEventListener("change", (event) => {
      event.stopPropagation();
      if (!calendar.value) { return; }
      text.value = calendar.value.split("-").reverse().join("/");
      for (const name of ["input", "change"]) { text.dispatchEvent(new Event(name, { bubbles: true })); }
      text.focus();
    });
    calendar.addEventListener("input", (event) => event.stopPropagation());
  }
}
giveCalendar(document);
document.addEventListener("htmx:load", (event) => giveCalendar(event.detail.elt));

// Digits alone are enough: 20062024 becomes 20/06/2024 while one types, as on telephones without a slash; who types the
// slash as well has one.
document.addEventListener("input", (event) => {
  const text = event.target;
  if (!text.matches?.("input[data-day]") || !event.inputType?.startsWith("insert")) { return; }
  text.value = text.value.replace(/\/[/.-]$/, "/");
  if (/^\d{2}(\/\d{2})?$/.test(text.value)) { text.value += "/"; }
});

// On a phone the view one is in may lie beyond the edge of its row.
for (const here of document.querySelectorAll(".views [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft + here.offsetWidth - row.offsetLeft - row.clientWidth + 16;
}
