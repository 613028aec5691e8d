// What crossed the wire, newest first, and switches that disturb it.

import { el, gathered, get, oneAtATime, post } from "./api.js";

const KEPT = 200;
const rows = [];
let seen = { telegram: 0, stripe: 0 };

const STRIPE_PATHS = {
  request: "bot → Stripe",
  webhook: "Stripe → bot",
  page: "Checkout → Stripe",
};

export function startWire() {
  const panel = document.querySelector("#wire");
  const refresh = oneAtATime(async () => {
    if (!panel.open) return;
    const [calls, stripe] = await Promise.all([
      get(`/telegram/calls?after=${seen.telegram}&limit=${KEPT}`),
      get(`/stripe/sandbox/wire?after=${seen.stripe}`),
    ]);
    const fresh = [...calls.map(ofTelegram), ...stripe.entries.map(ofStripe)];
    seen = {
      telegram: calls.at(-1)?.id ?? seen.telegram,
      stripe: stripe.entries.at(-1)?.id ?? seen.stripe,
    };
    add(fresh);
  });
  panel.ontoggle = () => {
    if (!panel.open) return;
    readSwitches();
    refresh();
  };
  setInterval(refresh, 3000);
  for (const input of panel.querySelectorAll("[data-switch]")) {
    input.onchange = () => {
      const value = input.type === "checkbox" ? Number(input.checked) : Number(input.value);
      post("/stripe/sandbox/switches", { [input.dataset.switch]: value });
    };
  }
  const limits = panel.querySelector("#limits");
  limits.onchange = () => post("/telegram/switches", { rate_limits: limits.checked });
  return { refresh, soon: gathered(refresh, 300) };
}

async function readSwitches() {
  const stripe = await get("/stripe/sandbox/switches");
  for (const input of document.querySelectorAll("[data-switch]")) {
    const value = stripe[input.dataset.switch];
    if (input.type === "checkbox") input.checked = Boolean(value);
    else input.value = value;
  }
  const { rate_limits: limited } = await get("/telegram/switches");
  document.querySelector("#limits").checked = limited;
}

function ofTelegram(call) {
  const path = call.direction === "call" ? "bot → Telegram" : "Telegram → bot";
  const { at, method, status, request, response } = call;
  const about = method === "getUpdates" ? kinds(response) : addressed(request);
  const what = about ? `${method} · ${about}` : method;
  return { at, path, what, status, detail: { request, response } };
}

function addressed(request) {
  const text = request?.text ?? request?.caption ?? "";
  return [request?.chat_id, text.split("\n")[0].slice(0, 60)].filter(Boolean).join(": ");
}

// What kinds of updates the bot was given.
function kinds(response) {
  const updates = Array.isArray(response?.result) ? response.result : [];
  return updates.flatMap((update) => Object.keys(update).filter((name) => name !== "update_id")).join(", ");
}

function ofStripe({ id, at, kind, what, status, ...detail }) {
  return { at, path: STRIPE_PATHS[kind] ?? kind, what, status, detail };
}

function add(fresh) {
  if (!fresh.length) return;
  const body = document.querySelector("#crossings");
  rows.push(...fresh);
  rows.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  rows.splice(0, Math.max(0, rows.length - KEPT));
  for (const row of fresh) row.element = draw(row);
  // Only what is new is put in, so that what is open or focused stays so.
  rows.toReversed().forEach(({ element }, index) => {
    if (body.children[index] !== element) body.insertBefore(element, body.children[index] ?? null);
  });
  while (body.children.length > rows.length) body.lastChild.remove();
  document.querySelector("#nothing").hidden = true;
}

function draw({ at, path, what, status, detail }) {
  const good = status >= 200 && status < 300;
  return el(
    "tr",
    {},
    el("td", {}, at.slice(11, 23)),
    el("td", {}, path),
    el("td", {}, el("details", {}, el("summary", {}, what), el("pre", { tabIndex: 0 }, JSON.stringify(detail, null, 2)))),
    el("td", { className: good ? "good" : "bad" }, status ? String(status) : "lost"),
  );
}
