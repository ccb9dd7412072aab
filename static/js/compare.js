/* Is the file in hand one of these? Its SHA-256 is computed here; nothing is ever sent. All words come from the page. */
"use strict";

const LARGEST = 200 * 2 ** 20; // bytes that a telephone can still hold at once

for (const place of document.querySelectorAll("[data-compare]")) {
  const field = place.querySelector("[data-compare-file]");
  const answer = place.querySelector("[data-compare-answer]");
  const known = new Map([...place.querySelectorAll("[data-compare-hash]")].map((code) => [code.textContent.trim(), code.parentElement.querySelector("[data-compare-label]").textContent.trim()]));
  let turn = 0;

  const tell = (kind, icon, ...texts) => {
    const box = document.createElement("div");
    box.className = `alert alert-${kind}`;
    const words = document.createElement("div");
    for (const text of texts) {
      const line = document.createElement("p");
      line.textContent = text;
      words.append(line);
    }
    box.append(picture(icon), words);
    answer.replaceChildren(box);
  };

  const compare = async (file) => {
    const mine = ++turn; // whoever chooses twice hears of the second
    tell("info", "clock", answer.dataset.working);
    let hash;
    try {
      if (file.size > LARGEST) throw new RangeError("too large");
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    } catch {
      if (mine === turn) tell("warning", "triangle-alert", answer.dataset.cannot);
      return;
    }
    if (mine !== turn) return;
    const found = `${answer.dataset.found} ${hash}`;
    if (known.has(hash)) tell("success", "circle-check", `${answer.dataset.same} ${known.get(hash)}`, found);
    else tell("warning", "triangle-alert", answer.dataset.other, found);
  };

  field.addEventListener("change", () => field.files.length && compare(field.files[0]));
  // Anywhere on the page: a file dropped beside the field would otherwise be opened by the browser.
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    field.value = "";
    compare(file);
  });
}
