// One message as Telegram draws it: what it says, its time, and its buttons underneath.

import { el } from "./api.js";
import { richText } from "./richtext.js";
import { clockTime, dayName } from "./times.js";

// A day without a time, a gap in a grid: a dot, or a sign that shows nothing.
const BLANK = /^[\s·\u00ad\u200b\u2800\u3164]*$/;

const EFFECTS = {
  "5104841245755180586": "🔥", "5107584321108051014": "👍", "5104858069142078462": "👎",
  "5159385139981059251": "❤️", "5046509860389126442": "🎉", "5046589136895476101": "💩",
};

export const effectOf = (message) => EFFECTS[message.effect_id];

export function daySeparator(message, zone) {
  return el("p", { className: "day" }, dayName(new Date(message.date * 1000), zone));
}

// `acts` says what taps and links do; `pending` holds the data of buttons that wait for an answer.
export function bubble(message, zone, acts, pending) {
  const mine = !message.from_bot;
  const item = el("article", {
    className: `message ${mine ? "mine" : "theirs"}`,
    tabIndex: -1,
    "data-message": message.message_id,
    "aria-label": `${mine ? "You" : "Tutorline"}, ${clockTime(new Date(message.date * 1000), zone)}`,
  });
  item.append(body(message, zone, acts));
  if (mine && message.text) item.append(pencil(message, acts));
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) item.append(keyboard(message, rows, acts, pending));
  return item;
}

// For a pointer; by keyboard it is the arrow up in an empty field, so that it is no stop on the way.
function pencil(message, acts) {
  return el("button", {
    type: "button", className: "pencil", tabIndex: -1, "aria-label": "Correct this message",
    title: "Correct this message (arrow up in an empty field)", onclick: () => acts.correct(message),
  }, "✎");
}

function body(message, zone, acts) {
  const box = el("div", { className: "bubble" });
  if (message.reply_to_message) {
    const original = message.reply_to_message;
    box.append(el("p", { className: "quote" }, original.text ?? original.caption ?? "Message"));
  }
  if (message.photo) box.append(picture(message));
  if (message.document) box.append(file(message.document));
  if (message.location) box.append(place(message.location));
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    box.append(el("div", { className: "text", dir: "auto" }, richText(text, entities, acts)));
  }
  const sent = new Date(message.date * 1000);
  box.append(el("time", { className: "time", dateTime: sent.toISOString() }, (message.edit_date && !message.from_bot ? "edited " : "") + clockTime(sent, zone)));
  return box;
}

function picture(message) {
  const size = message.photo.at(-1);
  return el("img", {
    src: `/telegram/files/${size.file_id}`,
    width: size.width,
    height: size.height,
    alt: message.caption ?? "Picture",
  });
}

function file(document) {
  const bytes = document.file_size;
  const size = bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
  return el(
    "a",
    { className: "file", href: `/telegram/files/${document.file_id}`, download: document.file_name },
    el("span", { className: "icon", "aria-hidden": "true" }, "⤓"),
    el("span", {}, el("b", {}, document.file_name), el("small", {}, size)),
  );
}

function place({ latitude, longitude }) {
  return el("p", { className: "place" }, `📍 ${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
}

function keyboard(message, rows, acts, pending) {
  const box = el("div", { className: "keyboard", role: "group", "aria-label": "Buttons" });
  for (const row of rows) {
    box.append(el("div", { className: "row" }, ...row.map((one) => button(message, one, acts, pending))));
  }
  return box;
}

function button(message, { text, style, url, callback_data: data, copy_text: copy }, acts, pending) {
  const look = `key ${style ?? ""}`;
  if (url) {
    const link = acts.link(url, [text]);
    link.className = `${look} link`;
    return link;
  }
  const key = el("button", { type: "button", className: look, title: text }, text);
  if (BLANK.test(text)) {
    // A blank in a grid of days: there is nothing to press, so nothing to reach by keyboard.
    key.tabIndex = -1;
    key.setAttribute("aria-hidden", "true");
  }
  if (pending.has(data)) {
    key.classList.add("waiting");
    key.setAttribute("aria-busy", "true");
  }
  key.onclick = () => {
    if (copy) navigator.clipboard?.writeText(copy.text);
    else if (data) acts.tap(message.message_id, data, key);
  };
  return key;
}
