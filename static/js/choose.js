// Choosing by typing: what fits is listed below the field as one types. Without this script the field is plain text,
// and the page that comes back offers what fits.
"use strict";

{
  const WAIT = 200; // ms after the last key

  class Chooser {
    constructor(input, number) {
      this.input = input;
      this.many = input.dataset.chooseMany;
      this.list = document.createElement("ul");
      this.list.className = "choose-list";
      this.list.id = `choose-${number}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || "");
      this.list.hidden = true;
      input.after(this.list);
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
        input.setAttribute(name, value);
      }
      input.addEventListener("input", () => this.later());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => setTimeout(() => this.close(), 200));
      // The field keeps the focus, or the list would close before the click arrives.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", ({ target }) => this.take(target.closest("[role=option]")));
    }

    get typed() {
      return (this.many ? this.input.value.split(",").pop() : this.input.value).trim();
    }

    later() {
      clearTimeout(this.timer);
      this.input.closest(".choose")?.querySelector(".choose-now")?.remove();
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      const typed = this.typed;
      if (!typed) return this.close();
      try {
        const answer = await fetch(`${this.input.dataset.choose}?script=1&q=${encodeURIComponent(typed)}`);
        const { rows } = await answer.json();
        if (typed === this.typed) this.show(rows);
      } catch {
        this.close();
      }
    }

    show(rows) {
      this.list.replaceChildren(...rows.map((row, place) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = row.label;
        item.row = row;
        return item;
      }));
      this.list.hidden = !rows.length;
      this.input.setAttribute("aria-expanded", String(Boolean(rows.length)));
      this.at(-1);
    }

    at(place) {
      this.place = place;
      [...this.list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === place));
        if (index === place) item.scrollIntoView({ block: "nearest" });
      });
      const id = this.list.children[place]?.id;
      if (id) this.input.setAttribute("aria-activedescendant", id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      if (this.list.hidden) return;
      const last = this.list.children.length - 1;
      const moves = { ArrowDown: Math.min(last, this.place + 1), ArrowUp: Math.max(0, this.place - 1), Home: 0, End: last };
      if (event.key in moves && !(["Home", "End"].includes(event.key) && this.place < 0)) this.at(moves[event.key]);
      else if (event.key === "Enter" && this.place >= 0) this.take(this.list.children[this.place]);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    }

    take(item) {
      if (!item) return;
      if (this.many) this.tick(item.row);
      else this.input.value = item.row.said;
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      this.input.form?.dispatchEvent(new Event("input", { bubbles: true }));
    }

    tick(row) {
      const before = this.input.value.split(",").slice(0, -1).map((part) => part.trim()).filter(Boolean);
      this.input.value = before.length ? `${before.join(", ")}, ` : "";
      const there = this.input.form.querySelector(`input[type=checkbox][name="${this.many}"][value="${row.key}"]`);
      if (there) {
        there.checked = true;
        return;
      }
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: this.many, value: row.key, checked: true });
      label.append(box, ` ${row.label}`);
      const line = document.createElement("div");
      line.append(label);
      this.input.closest(".choose").before(line);
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.at(-1);
    }
  }

  const start = () => document.querySelectorAll("input[data-choose]").forEach((input, number) => new Chooser(input, number));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
