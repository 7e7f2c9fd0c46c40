// Finishes django-markdownx's editor: the preview in the site's own style, pictures with a description, and a Tab
// key that leaves the field. markdownx.js asks for the preview; sending pictures is done here, because its own way
// says nothing when a picture is refused and asks for no description.
"use strict";

{
  const PICTURE = /\((\/media\/images\/[0-9a-z.-]+)\)/;

  /** Markdown that shows the picture on a line of its own, which makes it a figure. */
  const markdownFor = (address, alt, caption) => {
    const plain = (words) => words.replace(/\s+/g, " ").trim().replace(/[\\[\]"*_`<&^!]/g, "\\$&");
    return `![${plain(alt)}](${address}${caption.trim() ? ` "${plain(caption)}"` : ""})`;
  };

  const insert = (textarea, [start, end], markdown) => {
    const before = textarea.value.slice(0, start);
    const after = textarea.value.slice(end);
    const gap = (text, edge) => (text.trim() === "" || edge.test(text) ? "" : "\n\n");
    textarea.setRangeText(
      gap(before, /\n\s*\n$/) + markdown + gap(after, /^\n\s*\n/),
      start,
      end,
      "end",
    );
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };

  class Editor {
    constructor(field) {
      this.field = field;
      this.says = field.dataset;
      this.textarea = field.querySelector(".markdownx-editor");
      this.status = field.querySelector(".markdown-status");
      // Until the writer points somewhere, a picture goes to the end.
      this.textarea.setSelectionRange(this.textarea.value.length, this.textarea.value.length);
      this.showPreview();
      this.takePictures();
      // markdownx.js turns Tab into a character, and nobody could leave the field with the keyboard.
      field.addEventListener("keydown", (event) => event.key === "Tab" && event.stopPropagation(), true);
    }

    say(words) {
      this.status.textContent = words;
    }

    /** The site's style sheet only reaches into the shadow, and the admin's stays out of it. */
    showPreview() {
      const host = document.createElement("div");
      host.className = "markdown-page";
      const shadow = host.attachShadow({ mode: "open" });
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = this.says.stylesheet;
      const page = document.createElement("div");
      page.className = "prose";
      shadow.append(sheet, page);
      const raw = this.field.querySelector(".markdownx-preview");
      raw.after(host);
      raw.hidden = true;
      this.field.addEventListener("markdownx.update", ({ detail: [html] }) => this.update(page, html));
      this.field.addEventListener("markdownx.updateError", () => this.say(this.says.sayNoPreview));
    }

    update(page, html) {
      const answer = document.createElement("template");
      answer.innerHTML = html;
      const problem = answer.content.querySelector(".markdown-problem");
      // A whole page is an error page. The last good preview stays.
      const broken = problem ? problem.textContent : /^\s*<!doctype/i.test(html) && this.says.sayNoPreview;
      if (broken) {
        this.broken = broken;
        this.say(broken);
        return;
      }
      if (this.broken === this.status.textContent) this.say("");
      page.replaceChildren(answer.content);
    }

    takePictures() {
      const chooser = this.field.querySelector(".markdown-file");
      chooser.addEventListener("change", async () => {
        await this.addAll([...chooser.files]);
        chooser.value = "";
      });
      for (const [type, source] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
        this.field.addEventListener(type, (event) => {
          const files = [...(event[source]?.files ?? [])];
          if (!files.length || event.target !== this.textarea) return;
          event.preventDefault();
          event.stopPropagation();
          this.addAll(files);
        }, true);
      }
    }

    async addAll(files) {
      for (const file of files) await this.add(file);
    }

    async add(file) {
      if (!this.says.pictureTypes.split(",").includes(file.type)) return this.say(this.says.sayType);
      if (file.size > Number(this.says.pictureBytes)) return this.say(this.says.saySize);
      this.say(this.says.saySending);
      const answer = await this.send(file);
      const address = PICTURE.exec(answer.image_code ?? "")?.[1];
      if (!address) return this.say(answer.image?.join(" ") ?? this.says.sayFailed);
      this.say("");
      // Closing a dialog gives the focus back, but not the place in the text.
      const place = [this.textarea.selectionStart, this.textarea.selectionEnd];
      const words = await this.describe(address);
      if (!words) return this.say(this.says.sayCancelled);
      if (words[0].trim()) this.post(this.textarea.dataset.describe, { name: address, alt: words[0] });
      this.textarea.focus();
      insert(this.textarea, place, markdownFor(address, ...words));
      return this.say(this.says.sayInserted);
    }

    send(file) {
      return this.post(this.textarea.dataset.markdownxUploadUrlsPath, { image: file });
    }

    async post(url, parts) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
      for (const [name, part] of Object.entries(parts)) body.append(name, part);
      try {
        return await (await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } })).json();
      } catch {
        return {};
      }
    }

    /** Asks what the picture shows. Resolves to [alt, caption], or to null when the writer thinks better of it. */
    describe(address) {
      const dialog = this.field.querySelector(".markdown-describe").content.cloneNode(true).querySelector("dialog");
      const part = (name) => dialog.querySelector(`.markdown-${name}`);
      part("thumbnail").src = address;
      part("decoration").addEventListener("change", ({ target }) => {
        part("alt").disabled = target.checked;
      });
      document.body.append(dialog);
      dialog.showModal();
      part("alt").focus();
      return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
          const alt = part("decoration").checked ? "" : part("alt").value;
          dialog.remove();
          resolve(dialog.returnValue === "insert" ? [alt, part("caption").value] : null);
        });
      });
    }
  }

  const start = () => document.querySelectorAll(".markdown-field").forEach((field) => new Editor(field));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
