// Formatted text: Telegram's entities become elements, the text itself stays text.
// Entity offsets count UTF-16 units, which is how JavaScript counts too.

import { el } from "./api.js";

const SIMPLE = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

export function richText(text, entities, acts) {
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes(text, 0, text.length, entities ?? [], acts));
  return fragment;
}

// Entities nest or stand side by side; they arrive sorted by offset, the longer first.
function nodes(text, from, to, entities, acts) {
  const made = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start > at) made.push(text.slice(at, start));
    const inner = others.filter((other) => other.offset < end);
    rest = others.filter((other) => other.offset >= end);
    if (end > start) {
      made.push(wrap(entity, text.slice(start, end), nodes(text, start, end, inner, acts), acts));
    }
    at = Math.max(at, end);
    // A block ends its own line: the line break that follows it is not shown twice.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1;
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

function wrap(entity, raw, children, acts) {
  const tag = SIMPLE[entity.type];
  if (tag) return el(tag, {}, ...children);
  switch (entity.type) {
    case "pre":
      return el("pre", { tabIndex: 0 }, el("code", {}, ...children));
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return acts.link(entity.url, children);
    case "url":
      return acts.link(raw, children);
    case "email":
      return el("a", { href: `mailto:${raw}` }, ...children);
    case "bot_command":
      return el("button", { type: "button", role: "link", className: "inline", onclick: () => acts.send(raw) }, raw);
    default:
      return el("span", { className: `entity-${entity.type}` }, ...children);
  }
}

function spoiler(children) {
  const hidden = el("button", { type: "button", className: "spoiler", "aria-label": "Hidden text, press to show" }, ...children);
  hidden.onclick = () => {
    const shown = el("span", {}, ...hidden.childNodes);
    hidden.replaceWith(shown);
  };
  return hidden;
}
