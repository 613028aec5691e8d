// Uses the phones for somebody: taps by label, types, waits for what the bot says, with pauses.

import { get } from "./api.js";

const PATIENCE = 25000; // milliseconds that an answer may take
const DRAWING = 5000; // milliseconds that the page may take to draw an answer
const POINTING = 900; // milliseconds that a button is pointed at before it is pressed
export const READING = 1500; // milliseconds to read what came

// A story that cannot go on; the message is a sentence for whoever watches.
export class StoryError extends Error {}

export class Player {
  // `pace` multiplies every pause; `signal` ends it all; `show` brings a phone to the front.
  constructor(phones, show, pace, signal) {
    this.phones = phones;
    this.show = show;
    this.pace = pace;
    this.signal = signal;
    this.seen = new Map();
    this.paused = 0; // milliseconds of pauses so far, at the pace that a visitor sees
  }

  async pause(time = READING) {
    this.signal.throwIfAborted();
    this.paused += time;
    await new Promise((done) => { setTimeout(done, time * this.pace); });
    this.signal.throwIfAborted();
  }

  // Bring this person's phone to the front; returns their chat.
  async take(role, id) {
    const phone = this.phones.get(role);
    phone.choose(id);
    this.show(role);
    await phone.refresh();
    return this.chat(id);
  }

  chat(id, query = "") {
    return get(`/telegram/people/${id}/chat${query}`, { signal: this.signal });
  }

  // What this person has seen so far is old: `wait` looks for what comes after.
  async mark(id) {
    const { messages } = await this.chat(id);
    this.seen.set(id, new Map(messages.map((one) => [one.message_id, one.edits])));
  }

  // A new or newly edited message of the bot that fits: `text` in it, or a `button` under it.
  async wait(id, { text, button, otherwise }) {
    const until = Date.now() + PATIENCE;
    const fits = (message) =>
      message.from_bot
      && this.seen.get(id)?.get(message.message_id) !== message.edits
      && (!text || text.test(message.text ?? ""))
      && (!button || buttonOf(message, button));
    let chat = await this.chat(id);
    for (;;) {
      const found = chat.messages.findLast(fits);
      if (found) return found;
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) throw new StoryError(otherwise);
      chat = await this.chat(id, `?since=${chat.version}&wait=${Math.min(left, 4)}`);
    }
  }

  async type(role, id, words) {
    const { composer } = this.phones.get(role);
    await this.mark(id);
    composer.input.value = words;
    await this.pause(POINTING);
    composer.input.value = "";
    await composer.acts.send(words);
  }

  // Press the button with this label of a message, the way a visitor's pointer does.
  async tap(role, id, message, label) {
    const phone = this.phones.get(role);
    const { text } = buttonOf(message, label);
    const key = await this.#drawn(phone, message, text);
    phone.chat.root.scrollTop = phone.chat.root.scrollHeight;
    key.classList.add("pointed");
    await this.pause(POINTING);
    await this.mark(id);
    phone.look();
    key.classList.remove("pointed");
    key.click();
    return text;
  }

  // The button on the phone; the page may be a moment behind the chat.
  async #drawn(phone, message, text) {
    const place = `[data-message="${message.message_id}"] .key`;
    for (const until = Date.now() + DRAWING; Date.now() < until;) {
      const key = [...phone.chat.root.querySelectorAll(place)].findLast((one) => one.textContent === text);
      if (key) return key;
      phone.soon();
      await new Promise((done) => { setTimeout(done, 50); });
      this.signal.throwIfAborted();
    }
    throw new StoryError(`The button “${text}” went away; somebody else is tapping too.`);
  }
}

// The first button whose label fits.
export function buttonOf(message, label) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return rows.flat().find((one) => label.test(one.text));
}

export const buttonsOf = (message, label) =>
  (message.reply_markup?.inline_keyboard ?? []).flat().filter((one) => label.test(one.text));
