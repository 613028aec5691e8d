"use strict";

// The page works without this file: its forms post and the server answers with the next page.
// With it, a refusal is shown in place, a test card fills the form, and the page notices when
// time or another tab has moved on.

const page = document.documentElement.dataset;
const form = document.getElementById("pay");
const message = document.getElementById("message");
const live = document.getElementById("live");

// The zone of the phone that opened this page, where one did: the time reads as in its chat.
function chatZone() {
  try {
    return localStorage.getItem("zone");
  } catch {
    return null;
  }
}

// "Wed, 25 Nov, 00:54 Copenhagen time", or with the zone of this machine.
function localTimes() {
  const zone = chatZone();
  const { lang } = document.documentElement;
  const style = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const own = zone ? { timeZone: zone } : { timeZoneName: "short" };
  const city = zone?.split("/").pop().replaceAll("_", " ");
  for (const time of document.querySelectorAll("time")) {
    const moment = new Date(time.dateTime);
    time.title = time.textContent;
    const said = moment.toLocaleString(lang, { ...style, ...own });
    time.textContent = zone ? `${said} (${city})` : said;
  }
}

function refuse(text, field) {
  message.textContent = text;
  for (const input of form.querySelectorAll("input")) input.removeAttribute("aria-invalid");
  if (field) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    field.select();
  } else {
    message.focus();
  }
}

const FIELDS = { bad_number: "number", bad_exp: "exp", bad_cvc: "cvc", incorrect_cvc: "cvc" };

async function pay(event) {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  const label = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.paying;
  live.textContent = form.dataset.paying;
  message.textContent = "";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    const said = await answer.json();
    if (answer.status === 402 || answer.status === 400) {
      refuse(said.message, form.elements[FIELDS[said.code]]);
    } else {
      location.reload();
      return;
    }
  } catch {
    refuse(form.dataset.offline);
  }
  live.textContent = "";
  button.textContent = label;
  button.removeAttribute("aria-disabled");
}

function chooseCard(event) {
  const chosen = event.target.closest("[data-number]");
  if (!chosen) return;
  for (const card of document.querySelectorAll("[data-number]")) {
    card.setAttribute("aria-pressed", String(card === chosen));
  }
  form.elements.number.value = chosen.dataset.number;
  live.textContent = chosen.textContent;
  const button = form.querySelector("button[type=submit]");
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: "nearest" });
}

// The chat is still open in the tab that this one was opened from: back there, not to a copy.
function back(event) {
  const link = event.target.closest("a[data-chat]");
  if (!link || !window.opener || window.opener.closed) return;
  event.preventDefault();
  window.opener.focus();
  window.close();
  // Where the browser does not let it close, it goes on as a page of its own.
  setTimeout(() => location.assign(link.href), 300);
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(`/checkout/${page.session}/state`);
    const { state } = await answer.json();
    if (state !== page.state) location.reload();
  } catch {
    // The server is away for a moment; the next look may find it.
  }
}

localTimes();
document.addEventListener("click", back);
if (form) {
  form.addEventListener("submit", pay);
  document.querySelector(".cards").addEventListener("click", chooseCard);
} else {
  // The page has just changed under the reader: start at what it says now.
  document.querySelector("h1[tabindex]")?.focus();
}
if (["open", "asks", "held", "processing"].includes(page.state)) {
  setInterval(look, 3000);
  document.addEventListener("visibilitychange", look);
}
