// The messages of one chat. Only what changed is drawn anew, so that a screen reader hears each
// message once, and focus and scrolling stay where they were.

import { el } from "./api.js";
import { bubble, daySeparator, effectOf } from "./bubbles.js";

const NEAR_THE_END = 80; // pixels
// An empty chat, in the phone's language: the text below the heading comes in that, too.
const EMPTY = {
  en: ["What can this bot do?", "Book a session with an expert."],
  da: ["Hvad kan denne bot?", "Book en tid hos en ekspert."],
};

export class Chat {
  constructor(acts) {
    this.acts = acts;
    this.root = el("div", { className: "chat", role: "log", tabIndex: 0 });
    this.hint = el("button", { type: "button", className: "below", hidden: true, onclick: () => this.#toEnd() }, "New message ↓");
    this.root.addEventListener("scroll", () => this.#looked());
    this.root.addEventListener("keydown", (event) => this.#step(event));
    // A phone that is turned, zoomed or shown again still shows the end, where it did before.
    new ResizeObserver(() => this.#follow()).observe(this.root);
    this.clear();
  }

  clear() {
    this.parts = new Map();
    this.first = true;
    this.following = true; // whether the end is what its owner looks at
    this.placed = null; // what got the focus without its owner going there
    this.hint.hidden = true;
    this.root.replaceChildren();
  }

  draw(chat, person) {
    const { root } = this;
    root.setAttribute("aria-label", `${person.first_name}’s chat with Tutorline`);
    const wanted = this.#parts(chat, person);
    const newest = chat.messages.at(-1);
    const added = newest && !this.parts.has(`m${newest.message_id}`);
    const focus = this.#focused();
    this.#place(wanted);
    this.#restore(focus);
    this.#stops();
    if (this.first) this.#scrollToUnread();
    else {
      if (added && !newest.from_bot) this.following = true;
      this.#follow();
    }
    if (added && newest.from_bot && !this.following) this.hint.hidden = false;
    if (added && !this.first && effectOf(newest)) this.#celebrate(effectOf(newest));
    this.first = false;
  }

  // What should stand in the chat, in order: [key, signature, how to make it].
  #parts(chat, person) {
    if (!chat.messages.length) {
      const language = person.language_code in EMPTY ? person.language_code : "en";
      const [title, usual] = EMPTY[language];
      const about = chat.about || usual;
      return [["empty", about, () => this.#empty(language, title, about)]];
    }
    const parts = [];
    let day = "";
    let read = true;
    for (const message of chat.messages) {
      const separator = daySeparator(message, person.zone);
      if (separator.textContent !== day) {
        day = separator.textContent;
        parts.push([`d${day}`, day, () => separator]);
      }
      if (read && chat.unread && message.from_bot && message.message_id > chat.read_up_to) {
        read = false;
        parts.push(["unread", "", () => el("p", { className: "unread" }, "Unread messages")]);
      }
      const pending = new Set(
        chat.pending.filter((tap) => tap.message_id === message.message_id).map((tap) => tap.data),
      );
      const signature = JSON.stringify([message, [...pending], person.zone]);
      parts.push([
        `m${message.message_id}`, signature, () => bubble(message, person.zone, this.acts, pending),
      ]);
    }
    return parts;
  }

  #empty(lang, title, about) {
    return el("div", { className: "empty", lang },
      el("p", {}, el("b", {}, title)),
      el("p", {}, about));
  }

  #place(wanted) {
    const kept = new Map();
    // First what goes, so that what stays need not be moved: moving it would take its focus.
    const keys = new Set(wanted.map(([key]) => key));
    for (const [key, { element }] of this.parts) {
      if (!keys.has(key)) element.remove();
    }
    wanted.forEach(([key, signature, make], index) => {
      const old = this.parts.get(key);
      const element = old?.signature === signature ? old.element : make();
      if (old && old.element !== element) old.element.replaceWith(element);
      if (this.root.children[index] !== element) {
        this.root.insertBefore(element, this.root.children[index] ?? null);
      }
      kept.set(key, { signature, element });
    });
    this.parts = kept;
  }

  #focused() {
    const active = document.activeElement;
    const message = active?.closest?.(".message");
    if (!message || !this.root.contains(message)) return null;
    return { element: active, key: `m${message.dataset.message}`, label: active.textContent };
  }

  // Focus was on a message that has been drawn anew. Where its owner went themselves they stay on
  // the same button; else it goes to what is offered first, and never to what cannot be undone:
  // whoever presses Enter once too often must not let go of what they have just got.
  #restore(focus) {
    if (!focus || document.activeElement === focus.element) return;
    if (document.contains(focus.element)) {
      focus.element.focus({ preventScroll: true }); // something new above it has moved it
      return;
    }
    const message = this.parts.get(focus.key)?.element;
    if (!message) {
      this.root.focus({ preventScroll: true });
      return;
    }
    const keys = [...message.querySelectorAll(".key:not([aria-hidden])")];
    const same = focus.element !== this.placed && keys.find((key) => key.textContent === focus.label);
    const next = same || (keys.find((key) => !key.classList.contains("danger")) ?? message);
    this.placed = same ? null : next;
    next.focus({ preventScroll: true });
  }

  // Tab stops at the newest buttons alone; the arrows lead from those to the older ones.
  #stops() {
    const keys = this.#keys();
    const newest = keys.at(-1)?.closest(".message");
    for (const key of keys) {
      key.tabIndex = key.closest(".message") === newest || key === document.activeElement ? 0 : -1;
    }
  }

  #keys() {
    return [...this.root.querySelectorAll(".key:not([aria-hidden])")];
  }

  #step(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const keys = this.#keys();
    const at = keys.indexOf(document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    keys[at + by]?.focus();
    this.#stops();
  }

  #looked() {
    const { root } = this;
    if (!root.clientHeight) return; // hidden: nobody looks anywhere
    if (this.size !== this.#size()) {
      this.#follow(); // the browser moved the text, not a person
      return;
    }
    this.following = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_THE_END;
    if (this.following) this.#seen();
  }

  #toEnd() {
    this.following = true;
    this.#follow();
    this.#seen();
    this.root.focus({ preventScroll: true });
  }

  // The newest message is on the screen.
  #seen() {
    this.hint.hidden = true;
    this.acts.seen();
  }

  #follow() {
    if (this.following) this.root.scrollTop = this.root.scrollHeight;
    this.size = this.#size();
  }

  #size() {
    return `${this.root.clientHeight}/${this.root.scrollHeight}`;
  }

  #scrollToUnread() {
    const mark = this.root.querySelector(".unread");
    this.root.scrollTop = mark ? mark.offsetTop - 40 : this.root.scrollHeight;
    this.size = this.#size();
    this.#looked();
  }

  #celebrate(sign) {
    const effect = el("span", { className: "effect", "aria-hidden": "true" }, sign);
    effect.onanimationend = () => effect.remove();
    this.root.after(effect);
  }
}
