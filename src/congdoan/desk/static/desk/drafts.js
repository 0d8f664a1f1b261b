// What is being written in a form marked data-draft is kept on this device, for its address and its writer, until it has
// been taken in: a lost network or a closed page loses nothing. Never passwords, files, or what is marked data-secret.
"use strict";

(() => {
  const words = document.getElementById("drafts");
  const store = openStore();
  if (!store) { return; }
  const PREFIX = "draft:";
  const OLDEST = 7 * 24 * 3600 * 1000;   // milliseconds for which a draft is kept
  const UNKEPT = new Set(["password", "file", "search", "submit", "button", "reset", "image"]);

  function openStore() {
    try { return window.localStorage; } catch { return null; }   // a browser may forbid it
  }

  const forget = (isGone) => {
    for (const name of Object.keys(store).filter((each) => each.startsWith(PREFIX))) {
      if (isGone(name)) { store.removeItem(name); }
    }
  };

  // Who signs out leaves nothing on the device.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forget]")) { forget(() => true); }
  }, true);
  if (!words) { return; }

  const mine = `${PREFIX}${words.dataset.writer}:`;
  const key = mine + window.location.pathname + window.location.search;

  const read = (name) => {
    try { return JSON.parse(store.getItem(name)); } catch { return null; }
  };

  // Gone: what the writer before left here, what is old, and what the server says that it has taken in.
  const taken = document.cookie.match(/(?:^|; )taken=([^;]*)/)?.[1];
  if (taken) {
    store.removeItem(mine + decodeURIComponent(taken));
    document.cookie = "taken=; path=/; max-age=0; samesite=lax";
  }
  forget((name) => !name.startsWith(mine) || !(read(name)?.at > Date.now() - OLDEST));

  const form = document.querySelector("form[data-draft]");
  if (!form) { return; }

  // `key` goes along, so that what reached the server after all is not taken in twice.
  const isKept = (field) => field.name && !UNKEPT.has(field.type) && !field.closest("[data-secret]")
    && (field.type !== "hidden" || field.name === "key" || "given" in field.dataset);
  const isTicked = (field) => field.type === "radio" || field.type === "checkbox";
  const written = () => [...form.elements].filter((field) => isKept(field) && (!isTicked(field) || field.checked))
    .flatMap((field) => (field.selectedOptions ? [...field.selectedOptions] : [field]).map((each) => [field.name, each.value]));
  const said = (fields) => JSON.stringify(fields.filter(([name]) => name !== "key").sort());

  function clock(at) {
    const time = new Date(at), two = (number) => String(number).padStart(2, "0");
    const told = `${two(time.getHours())}:${two(time.getMinutes())}`;
    const isToday = time.toDateString() === new Date().toDateString();
    return isToday ? told : `${told} ${two(time.getDate())}/${two(time.getMonth() + 1)}/${time.getFullYear()}`;
  }

  // ---------- keeping
  let isTouched = false, keptAt = null;

  function keep() {
    if (!isTouched) { return; }
    keptAt = Date.now();
    try { store.setItem(key, JSON.stringify({ at: keptAt, fields: written() })); } catch { keptAt = null; }
  }

  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => {
      if (event.target.form !== form) { return; }
      isTouched = true;
      keep();
    });
  }
  window.addEventListener("pagehide", keep);

  // ---------- no network: the page says so, asks for nothing, and sends nothing
  let lost = null;

  function tell() {
    if (navigator.onLine) { lost?.remove(); lost = null; return; }
    if (!keptAt) { isTouched = true; keep(); }
    if (!lost) { lost = strip("lost"); place(lost); }
    lost.querySelector("p").textContent = keptAt ? words.dataset.lost.replace("{at}", clock(keptAt)) : words.dataset.unkept;
  }

  const strip = (name) => words.content.querySelector(`[data-strip=${name}]`).cloneNode(true);

  // Beside the button that sends, where it is seen by whoever writes.
  function place(shown) {
    const button = [...form.elements].find((field) => field.matches(".button.main"));
    const row = button?.closest(".acts, .foot-in");
    if (row) { row.prepend(shown); } else { form.prepend(shown); }
  }

  window.addEventListener("offline", tell);
  window.addEventListener("online", tell);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!navigator.onLine) { event.preventDefault(); tell(); }
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form) { return; }
    isTouched = true;
    keep();
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      tell();
      lost.focus();
      return;
    }
    if (!form.elements.drafted) {
      const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "drafted", value: "1" });
      form.append(mark);
    }
  }, true);
  if (!navigator.onLine) { tell(); }

  // ---------- giving back
  // The answer to a form holds what was sent, and often more: what was kept on the way there is older.
  const draft = read(key);
  if (!draft || "answer" in words.dataset || said(draft.fields) === said(written()) || form.querySelector("[aria-invalid], [role=alert]")) { return; }
  const offer = strip("offer");
  offer.querySelector("p").textContent = words.dataset.offer.replace("{at}", clock(draft.at));
  offer.querySelector("[data-take]").addEventListener("click", () => { offer.remove(); giveBack(draft.fields); });
  offer.querySelector("[data-drop]").addEventListener("click", () => {
    offer.remove();
    if (isTouched) { keep(); } else { store.removeItem(key); }
  });
  form.prepend(offer);

  function giveBack(fields) {
    const left = new Map();
    for (const [name, value] of fields) { left.set(name, [...(left.get(name) ?? []), value]); }
    for (const field of [...form.elements].filter(isKept)) {
      const values = left.get(field.name) ?? [];
      if (isTicked(field)) {
        field.checked = values.includes(field.value);
        left.set(field.name, values.filter((value) => value !== field.value || !field.checked));
      } else if (field.selectedOptions) {
        for (const option of field.options) { option.selected = values.includes(option.value); }
        left.delete(field.name);
      } else {
        field.value = values.shift() ?? "";
      }
    }
    isTouched = true;
    keep();
    // People and units that were chosen are drawn by the server: the button that finds them brings the form back whole.
    const missing = [...left].flatMap(([name, values]) => values.map((value) => [name, value]));
    const find = [...form.elements].find((field) => field.name === "do" && field.value === "find");
    if (missing.length && find) {
      for (const [name, value] of missing) {
        const given = Object.assign(document.createElement("input"), { type: "hidden", name, value });
        given.dataset.given = "";
        form.append(given);
      }
      form.requestSubmit(find);
      return;
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
    [...form.elements].find((field) => isKept(field) && field.type !== "hidden" && field.offsetParent)?.focus();
  }
})();
