// The admin's pages, made easier: save with the keyboard, keep what was typed, and lists that fit a phone.
// Every page works without it.
"use strict";

{
  const form = document.querySelector("#article_form, #words_form, #content-main > form:has([name=_save])");
  const words = document.querySelector(".desk-says")?.dataset ?? {};

  /** Said aloud too, and over the page, since whoever types does not look to its end. */
  const say = (() => {
    const place = document.createElement("p");
    place.className = "desk-said";
    place.setAttribute("role", "status");
    document.body.append(place);
    let timer;
    return (text, stay = false) => {
      clearTimeout(timer);
      place.textContent = text;
      if (!stay) timer = setTimeout(() => { place.textContent = ""; }, 6000);
    };
  })();

  // What was typed and not saved stays in this browser, for whoever typed it, until it is saved or they log out.
  const KEPT = "desk-kept:";
  const DAYS = 14;

  /** Everything that this site kept here, or only what is old or somebody else's. */
  const forget = (which = () => true) => {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(KEPT)) continue;
      let old = true;
      try {
        old = Date.now() - JSON.parse(localStorage.getItem(key)).at > DAYS * 86_400_000;
      } catch { /* Nobody can read it. */ }
      if (old || which(key)) localStorage.removeItem(key);
    }
  };

  class Kept {
    constructor(who) {
      this.key = `${KEPT}${who}:${location.pathname}`;
      forget((key) => !key.startsWith(`${KEPT}${who}:`));
      this.settle();
      this.before = JSON.stringify(this.values());
      this.offer();
      form.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.keep(), 1000);
      });
      form.addEventListener("change", () => this.keep());
      form.addEventListener("submit", () => {
        this.keep();
        sessionStorage.setItem("desk-sent", this.key);
      });
    }

    /** After a save that worked, what was kept for it is let go. */
    settle() {
      const sent = sessionStorage.getItem("desk-sent");
      sessionStorage.removeItem("desk-sent");
      const failed = document.querySelector(".desk-problems, .desk-conflict, .errornote, [data-unsaved]");
      if (sent && !failed) localStorage.removeItem(sent);
      if (failed) localStorage.removeItem(this.key); // it is in the form
    }

    values() {
      const found = {};
      for (const field of form.elements) {
        if (!field.name || ["hidden", "file", "submit", "button", "password"].includes(field.type)) continue;
        if (field.type === "checkbox" || field.type === "radio") found[`${field.name}=${field.value}`] = field.checked;
        else found[field.name] = field.value;
      }
      return found;
    }

    keep() {
      const values = this.values();
      if (JSON.stringify(values) === this.before) return;
      try {
        localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values }));
      } catch { /* There is no room, or the browser keeps nothing. */ }
    }

    offer() {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (!kept || JSON.stringify(kept.values) === this.before) return;
      const bar = document.createElement("div");
      bar.className = "desk-note desk-kept";
      bar.setAttribute("role", "status");
      const said = document.createElement("span");
      said.textContent = `${words.kept} (${new Date(kept.at).toLocaleString()})`;
      const button = (text, does) => {
        const one = document.createElement("button");
        one.type = "button";
        one.textContent = text;
        one.addEventListener("click", () => { does(); bar.remove(); });
        return one;
      };
      bar.append(
        said,
        button(words.bringBack, () => this.bringBack(kept.values)),
        button(words.throwAway, () => localStorage.removeItem(this.key)),
      );
      form.prepend(bar);
    }

    bringBack(values) {
      for (const field of form.elements) {
        const box = field.type === "checkbox" || field.type === "radio";
        const value = values[box ? `${field.name}=${field.value}` : field.name];
        if (value === undefined || field.disabled || field.type === "hidden" || field.type === "file") continue;
        if (box) field.checked = value;
        else field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  class Keeper {
    constructor() {
      // What came back unsaved, with a problem or from a check, is as good as typed.
      this.changed = Boolean(document.querySelector(".desk-problems, .errornote, [data-unsaved]"));
      this.sending = false;
      form.addEventListener("input", () => { this.changed = true; });
      form.addEventListener("submit", (event) => this.send(event));
      addEventListener("beforeunload", (event) => this.changed && !this.sending && event.preventDefault());
      addEventListener("pageshow", () => { this.sending = false; });
      document.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        this.save();
      });
      // Not sooner: the Markdown field puts its own place at the end first.
      addEventListener("load", () => this.comeBack());
    }

    save() {
      const button = ["[name=_continue]", "[name=_save]", "[type=submit]"].map((kind) => form.querySelector(kind)).find(Boolean);
      if (this.sending || !button) return;
      this.remember();
      say(words.saving ?? "", true);
      form.requestSubmit(button);
    }

    /** A form that is sent after a log-in ran out is lost. So we ask first whether it still holds. */
    async send(event) {
      if (this.sending) return event.preventDefault();
      if (this.sure) return void (this.sending = true);
      event.preventDefault();
      const button = event.submitter;
      this.sending = true;
      const holds = await this.signedIn();
      this.sending = false;
      if (!holds) return say(holds === null ? words.offline : words.signedOut, true);
      this.sure = true;
      form.requestSubmit(button);
      this.sure = false;
    }

    async signedIn() {
      try {
        const answer = await fetch(words.ask, { redirect: "manual", cache: "no-store" });
        if (!answer.ok) return false;
        // Each log-in has a token of its own: the one in this form may be that of the last.
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        form.elements.csrfmiddlewaretoken.value = page.querySelector("[name=csrfmiddlewaretoken]").value;
        return true;
      } catch {
        return null;
      }
    }

    remember() {
      const field = document.activeElement;
      const place = { id: form.contains(field) ? field.id : "", y: scrollY, at: Date.now() };
      try {
        place.start = field.selectionStart;
        place.end = field.selectionEnd;
      } catch { /* A field without a place in its text. */ }
      sessionStorage.setItem("desk", JSON.stringify(place));
    }

    /** After a save by keyboard, the writer goes on where they were. What went wrong is looked at first. */
    comeBack() {
      const place = JSON.parse(sessionStorage.getItem("desk") ?? "null");
      sessionStorage.removeItem("desk");
      const told = [...document.querySelectorAll(".messagelist li")].map((line) => line.textContent.trim()).join(" ");
      if (!place || Date.now() - place.at > 60_000 || !told || document.querySelector(".desk-problems, .desk-conflict")) return;
      const field = document.getElementById(place.id);
      field?.focus({ preventScroll: true });
      if (place.start !== undefined && place.start !== null) field?.setSelectionRange?.(place.start, place.end);
      scrollTo({ top: place.y, behavior: "instant" });
      say(told);
    }
  }

  const cards = () => {
    for (const table of document.querySelectorAll("#result_list, .desk-table")) {
      // Of a column that can be sorted, the name alone: beside it stands which place it has in the order.
      const names = [...table.querySelectorAll("thead th")].map((cell) => (cell.querySelector(".text") ?? cell).textContent.trim());
      for (const row of table.tBodies[0]?.rows ?? []) {
        [...row.cells].forEach((cell, index) => {
          if (cell.tagName === "TD" && names[index] && !cell.querySelector(".action-select")) cell.dataset.label = names[index];
        });
      }
      table.classList.add("desk-cards");
      table.classList.toggle("desk-cards-plain", !table.querySelector("thead a"));
    }
  };

  for (const hint of document.querySelectorAll(".desk-keys")) hint.hidden = false;
  cards();
  // A page that only shows has nothing to save.
  if (form?.querySelector("[type=submit]")) new Keeper();
  try {
    // Only where words are written: what visitors sent is never kept in a browser.
    if (form?.id === "words_form" && words.who) new Kept(words.who);
    document.querySelector("#logout-form")?.addEventListener("submit", () => forget());
  } catch { /* A browser that keeps nothing. */ }
}
