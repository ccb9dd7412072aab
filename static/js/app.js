/* Comfort on top of pages that work without it. No library, no inline style; all words come from the page. */
"use strict";

document.documentElement.classList.add("js");

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fill = (text, values) => (text || "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
// Not form.action: a field of that name would stand in its place.
const target = (form) => new URL(form.getAttribute("action") || location.href, location.href);
const english = document.documentElement.lang === "en";
const clock = () => {
  const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return english ? time : `${time.replace(":", ".")}\u00a0น.`;
};

function picture(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ico");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

function say(place, icon, text, bad = false) {
  if (!place) return;
  place.replaceChildren(picture(icon), document.createTextNode(` ${text}`));
  place.classList.toggle("saved-bad", bad);
}

/* ── Second press of a button: the first one is under way ─────────────────────────────────────── */
function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of all("button:not([type=button]), input[type=submit]", form)) {
    if (busy) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-busy", "true");
    } else if (button.hasAttribute("aria-busy")) {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-busy");
    }
  }
}

document.addEventListener("click", (event) => {
  const shut = event.target.closest("[aria-disabled=true]");
  if (shut) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-no-guard")) return;
  if (form.hasAttribute("data-busy")) return event.preventDefault();
  const saver = savers.get(form);
  if (saver?.flying) {
    // The page's own save is on its way: what is sent now must carry the number which that save brings back.
    event.preventDefault();
    saver.flying.finally(() => form.requestSubmit(event.submitter));
    return;
  }
  saver?.stop();
  if (form.hasAttribute("data-forget-drafts")) Draft.forgetAll();
  // Marked, not disabled: a disabled button would not send its own name and value.
  setBusy(form, true);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) all("form[data-busy]").forEach((form) => setBusy(form, false));
});

/* ── A copy in this browser until the server has it ───────────────────────────────────────────── */
const Draft = {
  prefix: "teachersync:draft:",
  key: (form) => `${Draft.prefix}${target(form).pathname}`,
  read(form) {
    try {
      return JSON.parse(localStorage.getItem(Draft.key(form)));
    } catch {
      return null;
    }
  },
  fields: (form) =>
    [...form.elements].filter((f) => f.name && !["file", "password", "submit", "button"].includes(f.type) && f.name !== "csrfmiddlewaretoken" && f.name !== "version"),
  values: (form) => Draft.fields(form).map((f) => [f.name, f.type === "checkbox" || f.type === "radio" ? f.value : null, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]),
  keep(form) {
    try {
      localStorage.setItem(Draft.key(form), JSON.stringify(Draft.values(form)));
    } catch {
      // A full or forbidden store is no reason to disturb somebody who is writing.
    }
  },
  drop: (form) => localStorage.removeItem(Draft.key(form)),
  forgetAll() {
    // Drafts, and what upload.js remembers of files that are half there.
    Object.keys(localStorage).filter((key) => key.startsWith("teachersync:")).forEach((key) => localStorage.removeItem(key));
  },
  bringBack(form, values) {
    for (const [name, , value] of values) {
      if (!name.endsWith("-TOTAL_FORMS")) continue;
      const rows = form.querySelector(`[data-add-row="${CSS.escape(name.slice(0, -12))}"]`);
      while (rows && Number(form.elements[name]?.value) < Number(value)) addRow(rows);
    }
    for (const [name, choice, value] of values) {
      for (const f of Draft.fields(form).filter((x) => x.name === name)) {
        if (choice === null) f.value = value;
        else if (f.value === choice) f.checked = value;
        f.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  },
};

/* ── Sections that save themselves ────────────────────────────────────────────────────────────── */
/* POST to the form's own action with `X-Autosave: 1`. Any 2xx is "kept"; its JSON may bring `saved_at` ("09.12 น.")
   and `version`, the new value of the hidden field of that name. 409: somebody else has changed it. */
class Saver {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("[data-saved]") || document.querySelector(`[data-saved="${form.id}"]`);
    this.words = this.place?.dataset || {};
    this.dirty = false;
    this.flying = null;
    this.stopped = false;
    this.wait = 10000;
    this.offer();
    form.addEventListener("input", (event) => event.target.type !== "file" && this.changed());
    form.addEventListener("focusout", () => this.save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
    window.addEventListener("online", () => this.save());
  }

  offer() {
    const kept = Draft.read(this.form);
    if (!kept || JSON.stringify(kept) === JSON.stringify(Draft.values(this.form))) return Draft.drop(this.form);
    const box = document.getElementById(this.words.offer || "draft-offer");
    if (!box) return;
    box.hidden = false;
    box.querySelector("[data-draft-take]")?.addEventListener("click", () => { Draft.bringBack(this.form, kept); box.hidden = true; });
    box.querySelector("[data-draft-drop]")?.addEventListener("click", () => { Draft.drop(this.form); box.hidden = true; });
  }

  changed() {
    if (this.stopped) return;
    this.dirty = true;
    Draft.keep(this.form);
    this.later(1500);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  save() {
    if (!this.dirty || this.flying || this.stopped) return;
    clearTimeout(this.timer);
    this.dirty = false;
    const data = new FormData(this.form);
    // Files travel by the button alone: they are large, and a half chosen file is no draft.
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    say(this.place, "save", this.words.saving);
    this.flying = fetch(target(this.form), { method: "POST", body: new URLSearchParams(data), headers: { "X-Autosave": "1", Accept: "application/json" }, redirect: "manual", keepalive: true })
      .then((answer) => this.answered(answer))
      .catch(() => this.failed())
      .finally(() => { this.flying = null; if (this.dirty) this.later(1500); });
  }

  async answered(answer) {
    if (answer.status === 409) {
      this.stop();
      return say(this.place, "triangle-alert", this.words.conflict, true);
    }
    if (!answer.ok) return this.failed(answer.type === "opaqueredirect" || answer.status === 403 ? this.words.shut : undefined);
    this.wait = 10000;
    const facts = await answer.json().catch(() => ({}));
    if (facts.version !== undefined && this.form.elements.version) this.form.elements.version.value = facts.version;
    if (!this.dirty) Draft.drop(this.form);
    return say(this.place, "check", fill(this.words.done, { time: facts.saved_at || clock() }));
  }

  failed(words) {
    this.dirty = true;
    say(this.place, "cloud-off", words || this.words.failed, true);
    setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(2 * this.wait, 120000);
  }
}

const savers = new Map();

/* ── Rows of a formset ────────────────────────────────────────────────────────────────────────── */
/* <div data-rows="p">, <template data-row-template="p"> with __prefix__, <button type="button" data-add-row="p">,
   and in each [data-row] a <button type="button" data-remove-row>; its DELETE box does the work without scripts. */
function addRow(button) {
  const prefix = button.dataset.addRow;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const most = Number(document.getElementById(`id_${prefix}-MAX_NUM_FORMS`)?.value || 1000);
  const template = document.querySelector(`template[data-row-template="${CSS.escape(prefix)}"]`);
  if (!total || !template || Number(total.value) >= most) return;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value).replaceAll("__number__", String(Number(total.value) + 1));
  const row = holder.content.firstElementChild;
  document.querySelector(`[data-rows="${CSS.escape(prefix)}"]`).append(row);
  total.value = String(Number(total.value) + 1);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  wake(row);
}

function removeRow(button) {
  const row = button.closest("[data-row]");
  const box = row.querySelector("input[name$='-DELETE']");
  if (box) box.checked = true;
  else all("input:not([type=hidden]), select, textarea", row).forEach((f) => { f.value = ""; f.checked = false; });
  row.hidden = true;
  row.dispatchEvent(new Event("input", { bubbles: true }));
  const rows = all("[data-row]:not([hidden])", row.parentElement);
  (rows.at(-1)?.querySelector("input:not([type=hidden]), select, textarea") || document.querySelector("[data-add-row]"))?.focus();
}

/* ── Choosing many rows, copying, echoing dates ───────────────────────────────────────────────── */
function choose(box) {
  const boxes = all(`input[type=checkbox][name="${CSS.escape(box.dataset.selectAll)}"]:not(:disabled)`);
  boxes.forEach((b) => { b.checked = box.checked; });
}

function count() {
  for (const place of all("[data-selected-count]")) {
    const name = place.dataset.selectedCount;
    const boxes = all(`input[type=checkbox][name="${CSS.escape(name)}"]:not(:disabled)`);
    const chosen = boxes.filter((b) => b.checked).length;
    place.textContent = fill(place.dataset.words || "{count}", { count: chosen });
    const master = document.querySelector(`[data-select-all="${CSS.escape(name)}"]`);
    if (master) {
      master.checked = chosen > 0 && chosen === boxes.length;
      master.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  }
}

async function copy(button) {
  const source = button.dataset.copy ? document.querySelector(button.dataset.copy) : null;
  await navigator.clipboard.writeText(source ? source.value ?? source.textContent.trim() : button.dataset.copyText);
  const label = button.querySelector("[data-copy-label]") || button;
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, 2500);
}

function echo(field) {
  const place = document.getElementById(`${field.id}_echo`);
  if (!place) return;
  const day = ThaiDate.parse(field.value);
  const text = day && fill(field.dataset.dateEcho, { date: ThaiDate.words(day, document.documentElement.lang) });
  place.replaceChildren(...(day ? [picture("calendar-days"), text] : []));
}

function wake(root) {
  all("[data-date-echo]", root).forEach((field) => {
    // While it is typed, not when it is left: a line that wraps then would push a button away from under the press.
    field.addEventListener("input", () => echo(field));
    if (field.value && !field.matches("[aria-invalid=true]")) echo(field);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row], [data-remove-row], [data-copy], [data-copy-text], [data-print]");
  if (!button) return;
  if (button.dataset.addRow) addRow(button);
  else if (button.hasAttribute("data-remove-row")) removeRow(button);
  else if (button.hasAttribute("data-print")) window.print();
  else copy(button).catch(() => {});
});
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.dataset.selectAll) choose(field);
  if (field.type === "checkbox") count();
  const form = field.form;
  if (field.type === "file" && field.files.length && form?.hasAttribute("data-upload-now")) form.requestSubmit();
  if (form?.hasAttribute("data-submit-on-change")) form.requestSubmit();
});
// A menu closes when attention goes elsewhere; Escape gives the focus back to what opened it.
document.addEventListener("click", (event) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("htmx:afterSwap", (event) => { wake(event.target); count(); });

all("form[data-autosave]").forEach((form) => savers.set(form, new Saver(form)));
wake(document);
count();
document.querySelector(".error-summary")?.focus();
document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
