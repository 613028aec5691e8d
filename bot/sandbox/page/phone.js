// One phone: whose it is, the chat with the bot, and what its owner does.

import { el, gathered, get, oneAtATime, post } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { clockTime, now, placeOf } from "./times.js";

const TYPING = 5000; // milliseconds that "typing…" stays
const TOAST = 4000;
const LOOPBACK = ["127.0.0.1", "localhost"];

export class Phone {
  constructor(role, title, bot, people) {
    this.role = role;
    this.bot = bot;
    this.people = people;
    this.unread = 0;
    this.zones = {};
    this.person = people.find((one) => String(one.id) === recall(`phone-${role}`)) ?? people[0];
    const acts = {
      send: (text) => this.#act("send", { text }),
      tap: (id, data, key) => this.#tap(id, data, key),
      link: (url, children) => this.#link(url, children),
      edit: (id, text) => this.#act("edit", { message_id: id, text }),
      correct: (message) => this.composer.correct(message),
      location: () => this.#act("location"),
      seen: () => this.look(),
      restart: () => this.#act("unblock").then(() => this.#act("send", { text: "/start" })),
    };
    this.chat = new Chat(acts);
    this.composer = new Composer(acts);
    this.refresh = oneAtATime(() => this.#load());
    this.soon = gathered(this.refresh, 20);
    this.#build(title);
    this.setPeople(people);
    setInterval(() => this.tick(), 5000);
  }

  #build(title) {
    this.time = el("span");
    this.status = el("p", { className: "status" }, el("span", {}, title), this.time);
    this.subtitle = el("span", { className: "subtitle" }, "bot");
    this.picker = el("select", { "aria-label": `Whose phone (${title.toLowerCase()})` });
    this.picker.onchange = () => this.choose(Number(this.picker.value));
    this.badge = el("span", { className: "badge", hidden: true });
    this.blocking = el("button", { type: "button", onclick: () => this.#block() });
    this.more = el(
      "details",
      { className: "more" },
      el("summary", { "aria-label": "More" }, "⋮"),
      el("div", { className: "menu" },
        el("button", { type: "button", onclick: () => this.#fromMenu("location") }, "Share location"),
        el("button", { type: "button", onclick: () => this.#fromMenu("picture") }, "Send a picture"),
        this.blocking),
    );
    this.toast = el("p", { className: "toast", role: "status" });
    this.alert = el("dialog", { "aria-label": "Tutorline says" });
    this.root = el(
      "section",
      { className: "phone", id: `phone-${this.role}`, "data-phone": this.role, "aria-label": `${title}’s phone` },
      this.status,
      el("header", {},
        el("img", { src: "/page/icon.svg", alt: "", width: 36, height: 36 }),
        el("p", { className: "who" }, el("b", {}, this.bot.first_name), this.subtitle),
        this.badge, this.picker, this.more),
      this.chat.root,
      this.toast,
      el("div", { className: "over" }, this.chat.hint),
      this.composer.root,
      el("a", { className: "jump", href: "#hour" }, "To the clock"),
      this.alert,
    );
    this.root.addEventListener("pointerdown", () => this.look());
    this.root.addEventListener("focusin", () => this.look());
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.more.open = false;
    });
  }

  // New facts about everyone: unread counts above all.
  setPeople(people) {
    this.people = people.filter((one) => one.role === this.role);
    this.#place();
    this.person = this.people.find((one) => one.id === this.person.id) ?? this.people[0];
    if (this.#reading()) this.look();
    this.unread = this.people.reduce((sum, one) => sum + one.unread, 0);
    const others = this.people.filter((one) => one.unread && one !== this.person);
    const options = this.people.map((one) => {
      const more = others.includes(one) ? ` (${one.unread} new)` : "";
      return { value: String(one.id), text: nameOf(one) + more };
    });
    const drawn = JSON.stringify(options);
    if (drawn !== this.drawnOptions) {
      this.drawnOptions = drawn;
      this.picker.replaceChildren(...options.map((option) => el("option", option)));
    }
    this.picker.value = String(this.person.id);
    // The badge stands beside the one on show: it says whose the messages are.
    const told = others.map((one) => `${one.first_name} ${one.unread}`).join(", ");
    this.badge.hidden = !told;
    this.badge.textContent = told;
    this.badge.setAttribute("aria-label", `Unread: ${told}`);
    this.blocking.textContent = this.person.blocked ? "Unblock the bot" : "Block the bot";
    this.tick();
  }

  // The zones that people have told the bot, by id: a phone's clock goes by the same.
  setZones(zones) {
    const before = this.person.zone;
    this.zones = zones;
    this.#place();
    if (this.person.zone === before) return;
    this.tick();
    this.refresh();
  }

  #place() {
    for (const one of this.people) one.zone = this.zones[one.id] ?? one.zone;
  }

  heard(event) {
    if (event.person !== undefined && event.person !== this.person.id) return;
    if (event.type === "action") this.#typing();
    else if (event.type === "answer") {
      this.#answered(event.message_id);
      if (event.text) this.#say(event);
    }
    this.soon();
  }

  // An answer may come before the tap was ever drawn, and change nothing in the message.
  #answered(messageId) {
    for (const key of this.root.querySelectorAll(`[data-message="${messageId}"] .key.waiting`)) {
      key.classList.remove("waiting");
      key.removeAttribute("aria-busy");
    }
  }

  // Whether the newest message is before the visitor's eyes.
  #reading() {
    if (document.visibilityState !== "visible" || !this.chat.following || this.chat.first) return false;
    const { top, bottom, height } = this.chat.root.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  }

  // Whoever looks at a phone has read what is on it.
  look() {
    if (this.person.unread) {
      this.person.unread = 0;
      post(this.#path("read"));
    }
  }

  #path(what) {
    return `/telegram/people/${this.person.id}/${what}`;
  }

  async #load() {
    const person = this.person;
    const chat = await get(this.#path("chat"));
    if (person.id !== this.person.id) return;
    if (this.lastCount !== undefined && chat.messages.length > this.lastCount) this.#idle();
    this.lastCount = chat.messages.length;
    this.chat.draw(chat, person);
    this.composer.draw(chat, person);
    if (this.#reading() && chat.unread) post(this.#path("read"));
  }

  // Show this person's phone; one who is on show already stays as they are.
  choose(id) {
    if (this.person.id === id) return;
    this.person = this.people.find((one) => one.id === id);
    this.picker.value = String(id);
    remember(`phone-${this.role}`, id);
    this.lastCount = undefined;
    this.chat.clear();
    this.tick();
    this.look();
    this.refresh();
  }

  chooseByName(name) {
    const found = this.people.find((one) => nameOf(one) === name);
    if (found) this.choose(found.id);
  }

  // What the phone’s own clock shows.
  tick() {
    const { zone } = this.person;
    this.time.textContent = `${clockTime(now(), zone)} · ${placeOf(zone)}`;
  }

  async #act(what, given = {}) {
    this.more.open = false;
    try {
      await post(this.#path(what), given);
    } catch (problem) {
      this.#say({ text: problem.message });
    }
  }

  #fromMenu(what) {
    return this.#act(what);
  }

  #block() {
    return this.#act(this.person.blocked ? "unblock" : "block");
  }

  async #tap(messageId, data, key) {
    key.classList.add("waiting");
    key.setAttribute("aria-busy", "true");
    await this.#act("tap", { message_id: messageId, data });
    this.soon();
  }

  // A link of the bot's own comes back to this phone, as Telegram would bring it.
  #link(url, children) {
    let target;
    try {
      target = new URL(url);
    } catch {
      target = null;
    }
    if (!target || !["http:", "https:", "mailto:", "tel:"].includes(target.protocol)) {
      return el("span", {}, ...children);
    }
    // The Checkout is ours and finds its way back to this page; nothing else learns of it.
    const ours = target.port === location.port && LOOPBACK.includes(target.hostname);
    const link = el("a", { href: target.href, target: "_blank", rel: ours ? "opener" : "noopener" }, ...children);
    if (ours) link.addEventListener("click", () => remember("zone", this.person.zone));
    const name = target.pathname.slice(1).toLowerCase();
    if (target.hostname === "t.me" && name === this.bot.username.toLowerCase()) {
      link.onclick = (event) => {
        event.preventDefault();
        const payload = target.searchParams.get("start");
        this.#act("send", { text: payload ? `/start ${payload}` : "/start" });
      };
    }
    return link;
  }

  #typing() {
    this.subtitle.textContent = "typing…";
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.#idle(), TYPING);
  }

  #idle() {
    this.subtitle.textContent = "bot";
  }

  #say({ text, show_alert: loud }) {
    if (loud) {
      const close = el("button", { type: "button", onclick: () => this.alert.close() }, "OK");
      this.alert.replaceChildren(el("p", {}, text), close);
      this.alert.showModal();
      return;
    }
    this.toast.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.textContent = ""; }, TOAST);
  }
}

const nameOf = (one) => [one.first_name, one.last_name].filter(Boolean).join(" ");

function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing still shows the page.
  }
}
