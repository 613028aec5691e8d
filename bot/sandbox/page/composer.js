// The bottom of a phone: typing field, command menu, the bot's reply keyboard, or Start.

import { el } from "./api.js";

export class Composer {
  constructor(acts) {
    this.acts = acts;
    this.commands = [];
    this.input = el("input", {
      type: "text", placeholder: "Message", "aria-label": "Message", autocomplete: "off", maxLength: 4096,
    });
    this.toggle = el("button", { type: "button", className: "slash", "aria-label": "Commands", "aria-expanded": "false" }, "/");
    this.send = el("button", { type: "submit", className: "send", "aria-label": "Send" }, "➤");
    this.list = el("ul", { className: "commands", hidden: true, "aria-label": "Commands" });
    this.keys = el("div", { className: "reply-keys", hidden: true });
    this.form = el("form", {}, this.toggle, this.input, this.send);
    this.big = el("button", { type: "button", className: "start", hidden: true }, "Start");
    this.root = el("footer", {}, this.list, this.form, this.keys, this.big);
    this.#wire();
  }

  #wire() {
    this.form.onsubmit = (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      if (!text) return;
      const { editing } = this;
      this.#leave();
      this.#show(false);
      if (editing) this.acts.edit(editing, text);
      else this.acts.send(text);
    };
    this.input.onkeydown = (event) => {
      if (event.key === "ArrowUp" && !this.input.value && this.latest) {
        event.preventDefault();
        this.correct(this.latest);
      } else if (event.key === "Escape" && this.editing) this.#leave();
    };
    this.input.oninput = () => this.#show(this.input.value.startsWith("/"));
    this.toggle.onclick = () => {
      this.#show(this.list.hidden, true);
      this.list.querySelector("button")?.focus();
    };
    this.root.addEventListener("focusout", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.#show(false);
    });
    this.root.onkeydown = (event) => {
      if (event.key === "Escape" && !this.list.hidden) {
        this.#show(false);
        this.input.focus();
      } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !this.list.hidden) {
        event.preventDefault();
        this.#step(event.key === "ArrowDown" ? 1 : -1);
      }
    };
  }

  // Take a message of one's own up again, to correct it.
  correct(message) {
    this.editing = message.message_id;
    this.input.value = message.text;
    this.input.setAttribute("aria-label", "Correct the message");
    this.form.classList.add("editing");
    this.input.focus();
  }

  #leave() {
    this.editing = null;
    this.input.value = "";
    this.input.setAttribute("aria-label", "Message");
    this.form.classList.remove("editing");
  }

  draw(chat, person) {
    this.latest = chat.messages.findLast((one) => !one.from_bot && one.text);
    this.commands = chat.commands;
    this.toggle.hidden = !chat.commands.length;
    const empty = !chat.messages.length;
    this.big.hidden = !(empty || person.blocked || chat.person.blocked);
    this.form.hidden = !this.big.hidden;
    this.big.textContent = chat.person.blocked ? "Restart bot" : "Start";
    this.big.onclick = () => {
      if (chat.person.blocked) this.acts.restart();
      else this.acts.send("/start");
      this.form.hidden = false;
      this.big.hidden = true;
      this.input.focus();
    };
    this.#drawKeys(chat.keyboard);
  }

  #drawKeys(keyboard) {
    this.keys.hidden = !keyboard || this.form.hidden;
    this.input.placeholder = keyboard?.input_field_placeholder ?? "Message";
    const rows = keyboard?.keyboard ?? [];
    this.keys.replaceChildren(
      ...rows.map((row) =>
        el("div", { className: "row" },
          ...row.map((key) =>
            el("button", {
              type: "button", className: `key ${key.style ?? ""}`,
              onclick: () => (key.request_location ? this.acts.location() : this.acts.send(key.text)),
            }, key.text)))),
    );
  }

  #show(open, all = false) {
    const start = all ? "" : this.input.value.slice(1).toLowerCase();
    const fitting = this.commands.filter(({ command }) => command.startsWith(start));
    this.list.hidden = !open || !fitting.length;
    this.toggle.setAttribute("aria-expanded", String(!this.list.hidden));
    this.list.replaceChildren(
      ...fitting.map(({ command, description }) =>
        el("li", {}, el("button", {
          type: "button",
          onclick: () => {
            this.input.value = "";
            this.#show(false);
            this.acts.send(`/${command}`);
            this.input.focus();
          },
        }, el("b", {}, `/${command}`), ` ${description}`))),
    );
  }

  #step(by) {
    const keys = [...this.list.querySelectorAll("button")];
    const at = keys.indexOf(document.activeElement);
    keys[(at + by + keys.length) % keys.length].focus();
  }
}
