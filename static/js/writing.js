// Writing Markdown with less to remember: a bar of buttons with keys, lists that go on by themselves, what is pasted
// from Word, Google Docs and web pages as Markdown, links, pictures and sources to pick. The field works without it.
"use strict";

{
  const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)])|(>))(\s+)(.*)$/;
  const KEYS = { b: "bold", i: "italic", k: "link" };
  const ALT_KEYS = { 2: "heading", 7: "numbers", 8: "bullets", 9: "quote", b: "box", p: "phone", s: "source" };
  const BLOCK = /^(?:#{1,6} |[-*+] |[>|]|\d+[.)] |:::|!\[)/; // begins like a heading, a list, a quotation, a table, a box or a picture
  const FORMATTED = /<(?:h[1-6]|ul|ol|li|a|b|strong|i|em|table|img|blockquote|pre|br)[\s>]|font-weight|font-style|mso-list|<p[\s>].*<p[\s>]/is;

  class Writer {
    constructor(field) {
      this.field = field;
      this.says = field.dataset;
      this.area = field.querySelector(".markdownx-editor");
      this.status = field.querySelector(".markdown-status");
      this.bar = field.querySelector(".markdown-tools");
      this.sources = [...document.querySelectorAll(".write-source")];
      this.bar.querySelector("[data-does=source]").hidden = !this.sources.length;
      this.bar.hidden = false;
      this.rove();
      this.bar.addEventListener("click", ({ target }) => {
        const does = target.closest("button")?.dataset.does;
        if (does) this[does]();
      });
      this.area.addEventListener("keydown", (event) => this.key(event));
      // Before the script of the preview, which would take the plain text.
      field.addEventListener("paste", (event) => this.paste(event), true);
    }

    say(words) {
      this.status.textContent = words;
    }

    /** One stop for the Tab key; arrows lead from button to button. */
    rove() {
      const buttons = [...this.bar.querySelectorAll("button:not([hidden])")];
      buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
      this.bar.addEventListener("keydown", (event) => {
        const now = buttons.indexOf(document.activeElement);
        const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
        if (next === undefined || now < 0) return;
        event.preventDefault();
        const button = buttons[(next + buttons.length) % buttons.length];
        buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
        button.focus();
      });
    }

    get selected() {
      return this.area.value.slice(this.area.selectionStart, this.area.selectionEnd);
    }

    /** Through the browser's own typing, so that Ctrl + Z takes it back. */
    type(text, start = this.area.selectionStart, end = this.area.selectionEnd) {
      this.area.focus();
      this.area.setSelectionRange(start, end);
      const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
      if (!done) {
        this.area.setRangeText(text, start, end, "end");
        this.area.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }

    mark(start, length) {
      this.area.setSelectionRange(start, start + length);
    }

    around(sign) {
      const { selectionStart: start, selectionEnd: end, value } = this.area;
      const words = this.selected;
      if (value.slice(start - sign.length, start) === sign && value.slice(end, end + sign.length) === sign) {
        this.type(words, start - sign.length, end + sign.length);
        return this.mark(start - sign.length, words.length);
      }
      const inner = words.trim() || this.says.sayWords;
      const before = words.slice(0, words.length - words.trimStart().length);
      this.type(`${before}${sign}${inner}${sign}${words.trim() ? words.slice(words.trimEnd().length) : ""}`);
      this.mark(start + before.length + sign.length, inner.length);
    }

    bold() { this.around("**"); }

    italic() { this.around("*"); }

    /** Each line that the selection touches. Pressed again, the sign is taken away. */
    lines(change) {
      const { value } = this.area;
      const start = value.lastIndexOf("\n", this.area.selectionStart - 1) + 1;
      const after = value.indexOf("\n", Math.max(start, this.area.selectionEnd));
      const end = after < 0 ? value.length : after;
      const lines = change(value.slice(start, end).split("\n"));
      this.type(lines.join("\n"), start, end);
      this.mark(start, lines.join("\n").length);
    }

    begin(pattern, sign) {
      this.lines((lines) => {
        const all = lines.every((line) => pattern.test(line) || !line.trim());
        const some = lines.some((line) => line.trim());
        if (all && some) return lines.map((line) => line.replace(pattern, ""));
        return lines.map((line, place) => (line.trim() || !some ? sign(place) + line.replace(/^\s*(?:[-*+]|\d+[.)]|>)\s+/, "") : line));
      });
    }

    bullets() { this.begin(/^\s*[-*+]\s+/, () => "- "); }

    numbers() { this.begin(/^\s*\d+[.)]\s+/, (place) => `${place + 1}. `); }

    quote() { this.begin(/^\s*>\s?/, () => "> "); }

    heading() {
      this.lines((lines) => lines.map((line) => {
        if (/^###\s/.test(line)) return line.replace(/^###\s+/, "");
        return /^##\s/.test(line) ? `#${line}` : `## ${line.replace(/^#+\s*/, "") || this.says.sayWords}`;
      }));
    }

    // What parts a block from the words before it.
    gap(start) {
      const before = this.area.value.slice(0, start);
      return before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    }

    block(text, inside) {
      const start = this.area.selectionStart;
      const gap = this.gap(start);
      this.type(`${gap}${text}\n`);
      const place = start + gap.length + text.indexOf(inside);
      this.mark(place, inside.length);
    }

    box() {
      const words = this.selected.trim() || this.says.sayWords;
      this.block(`::: note\n${words}\n:::`, words);
    }

    table() {
      const word = this.says.sayWords;
      this.block(`| ${word} | ${word} |\n|---|---|\n| ${word} | ${word} |`, word);
    }

    phone() {
      const words = this.selected.trim();
      const digits = words.replace(/\D/g, "");
      const known = { 3: digits, 10: `+1${digits}`, 11: `+${digits}` }[digits.length];
      if (!known || (digits.length === 11 && digits[0] !== "1")) return this.say(this.says.sayPhone);
      this.type(`[${words}](tel:${known})`);
    }

    async link() {
      const place = [this.area.selectionStart, this.area.selectionEnd];
      const words = this.selected.trim();
      const chosen = await this.pick({
        title: this.says.sayLink,
        address: this.area.dataset.links,
        row: (row) => [`${row.title}`, `${row.kind} · ${row.address}`],
        typed: /^(?:https?:\/\/|mailto:|tel:|\/|#)\S+$/,
      });
      if (!chosen) return;
      const label = (words || chosen.title || this.says.sayWords).replace(/[[\]]/g, "\\$&");
      const address = /[()\s]/.test(chosen.address) ? `<${chosen.address}>` : chosen.address;
      this.type(`[${label}](${address})`, ...place);
    }

    async library() {
      const place = [this.area.selectionStart, this.area.selectionEnd];
      const chosen = await this.pick({
        title: this.says.sayLibrary,
        address: this.area.dataset.library,
        row: (row) => [row.alt || this.says.sayAlt, row.note, row.thumbnail],
        empty: true,
      });
      if (!chosen) return;
      const alt = chosen.alt || this.says.sayAlt;
      this.area.setSelectionRange(...place);
      this.block(`![${alt.replace(/[\\[\]"*_`<&^!]/g, "\\$&")}](${chosen.address})`, chosen.alt ? "" : alt);
    }

    async source() {
      const place = [this.area.selectionEnd, this.area.selectionEnd];
      const title = (row) => row.querySelector(".write-source-title input").value.trim();
      const named = this.sources.map((row, number) => ({ number: number + 1, title: title(row), row }));
      const filled = named.filter((one) => one.title);
      const free = named.find((one) => !one.title);
      const rows = [...filled, ...(free ? [{ ...free, title: this.says.sayNewSource, isNew: true }] : [])];
      const chosen = rows.length === 1 ? rows[0] : await this.pick({
        title: this.says.saySource,
        rows,
        row: (row) => [`${row.number}. ${row.title}`],
      });
      if (!chosen) return;
      this.type(`[^${chosen.number}]`, ...place);
      if (chosen.isNew) chosen.row.querySelector(".write-source-title input").focus();
    }

    /** A dialog with a list that follows what is typed. Resolves to a row, or to null. */
    pick({ title, address, rows, row, typed, empty }) {
      const dialog = this.field.querySelector(".markdown-pick").content.cloneNode(true).querySelector("dialog");
      const part = (name) => dialog.querySelector(`.markdown-pick-${name}`);
      const input = dialog.querySelector("input");
      let chosen = null;
      let timer;
      part("title").textContent = title;
      dialog.setAttribute("aria-label", title);
      input.setAttribute("aria-label", title);
      part("field").hidden = !address;
      const show = (found) => {
        part("list").replaceChildren(...found.map((one) => {
          const [main, more, picture] = row(one);
          const item = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          if (picture) {
            const image = document.createElement("img");
            Object.assign(image, { src: picture, alt: "", loading: "lazy" });
            button.append(image);
          }
          const words = document.createElement("span");
          words.textContent = main;
          button.append(words);
          if (more) {
            const quiet = document.createElement("small");
            quiet.textContent = more;
            button.append(quiet);
          }
          button.addEventListener("click", () => { chosen = one; dialog.close(); });
          item.append(button);
          return item;
        }));
        part("said").textContent = found.length || !input.value.trim() ? "" : this.says.sayNothing;
      };
      const ask = async () => {
        const asked = input.value.trim();
        if (typed) part("typed").hidden = !typed.test(asked);
        if (!asked && !empty) return show([]);
        try {
          const answer = await fetch(`${address}?script=1&q=${encodeURIComponent(asked)}`);
          const found = (await answer.json()).rows;
          if (asked === input.value.trim()) show(found);
        } catch {
          part("said").textContent = this.says.sayFailed;
        }
      };
      const use = () => { chosen = { title: "", address: input.value.trim() }; dialog.close(); };
      input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
      input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") part("list").querySelector("button")?.focus();
        else if (event.key === "Enter" && typed?.test(input.value.trim())) use();
        else if (event.key === "Enter") part("list").querySelector("button")?.click();
        else return;
        event.preventDefault();
      });
      part("list").addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const buttons = [...part("list").querySelectorAll("button")];
        (buttons[buttons.indexOf(document.activeElement) + step] ?? input).focus();
      });
      part("typed").addEventListener("click", use);
      document.body.append(dialog);
      if (rows) show(rows);
      else if (empty) ask();
      dialog.showModal();
      return new Promise((resolve) => {
        dialog.addEventListener("close", () => { dialog.remove(); resolve(chosen); });
      });
    }

    key(event) {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) return this.goOn(event);
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      const key = event.key.toLowerCase();
      // Where Alt makes other letters, the key itself tells.
      const plain = event.code.replace(/^(?:Key|Digit)/, "").toLowerCase();
      const does = event.altKey ? ALT_KEYS[plain] : KEYS[key];
      if (!does || (does === "source" && !this.sources.length)) return;
      event.preventDefault();
      this[does]();
    }

    /** The next item of a list begins like the last. An empty one ends the list. */
    goOn(event) {
      const { value, selectionStart: start, selectionEnd: end } = this.area;
      if (start !== end) return;
      const from = value.lastIndexOf("\n", start - 1) + 1;
      const item = ITEM.exec(value.slice(from, start));
      if (!item) return;
      event.preventDefault();
      const [, blanks, bullet, number, dot, angle, gap, words] = item;
      const rest = value.slice(start, value.indexOf("\n", start) < 0 ? value.length : value.indexOf("\n", start));
      if (!words.trim() && !rest.trim()) return this.type("\n", from, start);
      const sign = bullet ?? angle ?? `${Number(number) + 1}${dot}`;
      this.type(`\n${blanks}${sign}${gap}`);
    }

    async paste(event) {
      const data = event.clipboardData;
      if (event.target !== this.area || !data || data.files.length) return;
      const html = data.getData("text/html");
      const plain = data.getData("text/plain");
      if (!html || !FORMATTED.test(html) || data.types.includes("vscode-editor-data")) return;
      event.preventDefault();
      event.stopPropagation();
      const place = [this.area.selectionStart, this.area.selectionEnd];
      const before = this.area.value;
      const answer = await this.convert(html);
      // Whoever typed on meanwhile gets it where they are now.
      const where = before === this.area.value ? place : [this.area.selectionStart, this.area.selectionEnd];
      if (answer.markdown === undefined) {
        this.type(plain, ...where);
        return this.say(answer.problem ? `${this.says.sayNotPasted} ${answer.problem}` : this.says.sayNotPasted);
      }
      const gap = BLOCK.test(answer.markdown) ? this.gap(where[0]) : "";
      this.type(gap + answer.markdown || plain, ...where);
      this.say(answer.lost.length ? `${this.says.sayLost} ${answer.lost.join("; ")}.` : this.says.sayPasted);
    }

    async convert(html) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
      // Pictures that lie in the text itself are megabytes, and never taken over.
      body.append("html", html.replace(/data:[a-z]+\/[^"')\s]{200,}/gi, "data:,"));
      try {
        const answer = await fetch(this.area.dataset.paste, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } });
        return await answer.json();
      } catch {
        return {};
      }
    }
  }

  const start = () => document.querySelectorAll(".markdown-field").forEach((field) => new Writer(field));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
