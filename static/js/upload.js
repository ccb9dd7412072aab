/* Large files go in pieces, and go on where they stopped. Loaded only where files are sent; after app.js and tus-js-client.
   <form data-upload="/uploads/" data-about="plan:7">, in it [data-upload-state] with all the words. With data-upload-now
   the form goes off when all has arrived; else what has arrived waits in the form for its button.
   Whatever is small, and everything without scripts, goes by the form itself. */
"use strict";

(() => {
  const LARGE = 2 ** 20; // bytes; below this a broken line costs less than asking how much has arrived
  const CHUNK = 4 * 2 ** 20; // bytes in one request: what a front server that gathers requests first can lose
  const SILENT = 60000; // milliseconds without progress after which the line is taken for dead
  const DELAYS = [0, 500, 1000, 2000, 4000, 8000, 15000, ...Array(40).fill(20000)];
  const PREFIX = "teachersync:upload:";
  const HOPELESS = [400, 401, 403, 405, 411, 412, 413, 415, 507];
  const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(1);

  /* The address of an upload under the hash of its content. Without names, and forgotten at sign-out by app.js. */
  const memory = {
    list: (start) => Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => {
      try {
        return { ...JSON.parse(localStorage.getItem(key)), urlStorageKey: key };
      } catch {
        return null;
      }
    }).filter(Boolean),
    findAllUploads: async () => memory.list(PREFIX),
    findUploadsByFingerprint: async (print) => memory.list(`${PREFIX}${print}`),
    removeUpload: async (key) => localStorage.removeItem(key),
    addUpload: async (print, upload) => {
      const key = `${PREFIX}${print}`;
      try {
        localStorage.setItem(key, JSON.stringify({ uploadUrl: upload.uploadUrl, size: upload.size, creationTime: upload.creationTime }));
      } catch {
        // A full or forbidden store: the file then starts anew after the tab was closed.
      }
      return key;
    },
  };

  /* SHA-256 of the whole file: the same photograph has another date, or another name, each time it is chosen. */
  async function hash(file) {
    if (!window.crypto?.subtle) return "";
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  class Sending {
    constructor(form, files) {
      this.form = form;
      this.files = files;
      this.field = form.querySelector("input[type=file]");
      this.goes = form.hasAttribute("data-upload-now");
      this.place = form.querySelector("[data-upload-state]");
      this.words = this.place.dataset;
      this.sent = files.map(() => 0);
      this.total = files.reduce((sum, file) => sum + file.size, 0);
      this.uploads = [];
      this.told = -1;
      this.over = false;
    }

    tell(icon, text, bad = false) {
      say(this.place.querySelector("[data-upload-words]"), icon, text, bad);
    }

    async start() {
      for (const file of this.files) {
        const most = Number(file.type.startsWith("image/") ? this.words.photoBytes : this.words.planBytes);
        if (file.size > most) {
          this.show();
          return this.end("triangle-alert", fill(this.words.tooLarge, { name: file.name, megabytes: most / 2 ** 20 }));
        }
      }
      this.show();
      this.tell("clock", this.words.reading);
      let hashes;
      try {
        hashes = await Promise.all(this.files.map(hash));
      } catch {
        return this.end("triangle-alert", this.words.unreadable);
      }
      if (this.over) return undefined; // dropped while it was read: nothing of it is sent
      this.batch = Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
      this.tell("upload", this.words.sending);
      // All are begun at once, so that all of them were begun in time; their bytes come one after the other.
      let before = Promise.resolve();
      this.uploads = this.files.map((file, number) => {
        const turn = before;
        let done;
        before = new Promise((resolve) => { done = resolve; });
        return this.prepare(file, number, hashes[number], turn, done);
      });
      this.listen();
      try {
        await Promise.all(this.uploads.map((upload) => this.begin(upload)));
      } catch (error) {
        this.failed(error);
      }
      return undefined;
    }

    prepare(file, number, sha256, turn, done) {
      const about = this.form.dataset.about;
      const upload = new tus.Upload(file, {
        endpoint: new URL(this.form.dataset.upload, location.href).href,
        chunkSize: CHUNK,
        retryDelays: DELAYS,
        headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
        metadata: {
          kind: file.type.startsWith("image/") ? "photo" : "plan",
          about,
          batch: this.batch,
          place: String(number),
          filename: file.name.slice(0, 255),
          filetype: file.type.slice(0, 60),
          sha256,
        },
        urlStorage: memory,
        fingerprint: async () => `${about}:${sha256 || `${file.name}-${file.size}-${file.lastModified}`}`,
        onBeforeRequest: (request) => (request.getMethod() === "PATCH" ? turn : undefined),
        onProgress: (bytes) => this.progress(number, bytes),
        onShouldRetry: (error) => this.again(error),
        onError: (error) => this.failed(error),
        onSuccess: () => { this.progress(number, file.size); upload.isDone = true; done(); this.finish(); },
      });
      return upload;
    }

    async begin(upload) {
      const [known] = await upload.findPreviousUploads();
      if (known) upload.resumeFromPreviousUpload(known);
      upload.start();
    }

    progress(number, bytes) {
      if (this.over) return;
      this.moved = Date.now();
      this.sent[number] = bytes;
      const sent = this.sent.reduce((sum, count) => sum + count, 0);
      const percent = Math.floor((100 * sent) / this.total);
      this.place.querySelector("progress").value = percent;
      this.place.querySelector("[data-upload-figures]").textContent =
        fill(this.words.figures, { percent, sent: megabytes(sent), size: megabytes(this.total) });
      // Read aloud at each quarter, and whenever it goes on after a break.
      const quarter = Math.floor(percent / 25);
      if (this.broken || quarter !== this.told) {
        this.tell("upload", this.words.sending);
        const spoken = document.createElement("span");
        spoken.className = "visually-hidden";
        spoken.textContent = ` ${percent}%`;
        this.place.querySelector("[data-upload-words]").append(spoken);
      }
      this.broken = false;
      this.told = quarter;
    }

    again(error) {
      const status = error.originalResponse?.getStatus() ?? 0;
      if (this.over || this.signedOut(error) || HOPELESS.includes(status)) return false;
      this.broken = true;
      const busy = status === 429 || status === 503;
      this.tell("cloud-off", busy ? this.words.busy : this.words.lost, !busy);
      return true;
    }

    signedOut(error) {
      return Boolean(error.originalResponse?.getUnderlyingObject()?.responseURL?.includes("/accounts/login/"));
    }

    failed(error) {
      if (this.over) return;
      const answer = error.originalResponse;
      const plain = answer?.getHeader("Content-Type")?.startsWith("text/plain") && answer.getBody();
      const words = this.signedOut(error) ? this.words.signedOut : plain || this.words.failed;
      this.end("triangle-alert", words, Boolean(answer));
    }

    listen() {
      this.moved = Date.now();
      this.online = () => this.anew();
      this.offline = () => { this.broken = true; this.tell("cloud-off", this.words.lost, true); };
      window.addEventListener("online", this.online);
      window.addEventListener("offline", this.offline);
      this.watch = setInterval(() => Date.now() - this.moved > SILENT && this.anew(), 5000);
    }

    /* The line is back, or has said nothing for too long: ask at once how much has arrived, and go on from there. */
    anew() {
      if (this.over) return;
      this.moved = Date.now();
      this.uploads.filter((upload) => !upload.isDone).forEach((upload) => upload.abort().then(() => this.over || upload.start()));
    }

    show() {
      this.place.hidden = false;
      this.place.querySelector("[data-upload-name]").textContent =
        this.files.length === 1 ? this.files[0].name : fill(this.words.many, { name: this.files[0].name, count: this.files.length });
      this.form.querySelector("[data-upload-again]").hidden = true;
      this.form.querySelector("[data-upload-cancel]").hidden = false;
      if (this.goes) setBusy(this.form, true);
    }

    /* The form's button, while its file is still arriving: it goes off as soon as all is there. */
    press() {
      this.goes = true;
      if (!this.over) setBusy(this.form, true);
    }

    quiet() {
      this.over = true;
      clearInterval(this.watch);
      window.removeEventListener("online", this.online);
      window.removeEventListener("offline", this.offline);
      this.form.querySelector("[data-upload-cancel]").hidden = true;
    }

    end(icon, words, canGoOn = true) {
      this.quiet();
      this.uploads.forEach((upload) => upload.abort());
      this.tell(icon, words, true);
      setBusy(this.form, false);
      this.form.querySelector("[data-upload-again]").hidden = !canGoOn;
    }

    /* Another file is to go instead of these. */
    drop() {
      this.quiet();
      this.uploads.forEach((upload) => upload.abort(true).catch(() => {}));
      forget(this.form);
      setBusy(this.form, false);
    }

    cancel() {
      this.drop();
      this.field.value = "";
      this.field.disabled = false;
      this.tell("check", this.words.cancelled);
    }

    /* All have arrived: the form goes off as ever, with their numbers in the place of the files. */
    finish() {
      if (this.over || this.uploads.some((upload) => !upload.isDone)) return;
      this.quiet();
      for (const upload of this.uploads) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "uploads", value: upload.url.split("/").filter(Boolean).at(-1) });
        this.form.append(field);
      }
      this.field.disabled = true;
      setBusy(this.form, false);
      if (this.goes) {
        this.tell("clock", this.words.arrived);
        this.form.requestSubmit();
      } else {
        this.tell("check", this.words.ready);
        this.form.querySelector("[data-upload-cancel]").hidden = false;
      }
    }
  }

  /* Numbers of files that came before: a form takes along those of the last choice only. */
  const forget = (form) => all("input[name=uploads]", form).forEach((field) => (field.closest(".file") || field).remove());

  let now = null;
  function take(form, pressed) {
    const field = form.querySelector("input[type=file]:not(:disabled)");
    const files = [...(field?.files || [])];
    if (!files.some((file) => file.size > LARGE)) return false;
    if (!now || now.over) {
      now = new Sending(form, files);
      now.start();
    }
    if (pressed) now.press();
    return true;
  }

  // Before app.js hears of it, which would send the form at once.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (event.target.type !== "file" || !form?.dataset.upload) return;
    if (now && !now.over) now.drop();
    if (event.target.files.length) forget(form);
    if (take(form, false)) event.stopPropagation();
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.upload && take(event.target, true)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-upload-cancel], [data-upload-again]");
    if (!button) return;
    if (button.hasAttribute("data-upload-cancel")) now?.cancel();
    else take(button.form, now?.goes);
  });
})();
