/* The hand on the screen: strokes drawn with finger, pen or mouse go into a hidden field as JSON, in hundredths of the
   pad's width. Without scripts the pad is not there, and one types one's name instead. */
"use strict";

const STEP = 0.4; // hundredths of the width between two points: fine enough for a pen, few enough for a form

class Pad {
  constructor(pad) {
    this.pad = pad;
    this.svg = pad.querySelector("svg");
    this.field = document.getElementById(pad.dataset.pad);
    this.lines = [];
    this.svg.addEventListener("pointerdown", (event) => this.start(event));
    this.svg.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => this.stop());
    pad.querySelector("[data-pad-clear]").addEventListener("click", () => this.clear());
    this.bringBack();
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    const fit = (value) => Math.round(Math.min(Math.max(value, 0), 100) * 10) / 10;
    return [fit((100 * (event.clientX - box.left)) / box.width), fit((100 * (event.clientY - box.top)) / box.width)];
  }

  start(event) {
    if (event.button) return;
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.line = this.at(event);
    this.lines.push(this.line);
    this.path = this.draw(this.line);
  }

  go(event) {
    if (!this.line) return;
    event.preventDefault();
    for (const part of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) {
      const [x, y] = this.at(part);
      if (Math.hypot(x - this.line.at(-2), y - this.line.at(-1)) >= STEP) this.line.push(x, y);
    }
    this.path.setAttribute("d", Pad.way(this.line));
  }

  stop() {
    this.line = undefined;
    this.field.value = this.lines.length ? JSON.stringify(this.lines) : "";
  }

  draw(line) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", Pad.way(line));
    this.svg.append(path);
    return path;
  }

  clear() {
    this.lines = [];
    this.stop();
    this.svg.replaceChildren();
  }

  /* What was drawn before the page came back with an error. */
  bringBack() {
    try {
      this.lines = JSON.parse(this.field.value || "[]");
      this.lines.forEach((line) => this.draw(line));
    } catch {
      this.lines = [];
    }
  }

  static way(line) {
    let way = `M${line[0]} ${line[1]}`;
    for (let i = 2; i < line.length; i += 2) way += `L${line[i]} ${line[i + 1]}`;
    return way;
  }
}

document.querySelectorAll("[data-pad]").forEach((pad) => new Pad(pad));

/* Only the part of the chosen way is shown: the name, the pad, or the stored picture. */
function choose(form) {
  const way = form.querySelector("input[name=method]:checked")?.value;
  form.querySelectorAll("[data-way]").forEach((part) => { part.hidden = part.dataset.way !== way; });
}
document.querySelectorAll("form[data-sign]").forEach((form) => {
  form.addEventListener("change", () => choose(form));
  choose(form);
});
