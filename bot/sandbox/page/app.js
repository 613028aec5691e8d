// Puts the page together: three phones, the clock, and what crossed the wire.

import { el, gathered, get, listen, oneAtATime } from "./api.js";
import { startBots } from "./bots.js";
import { startClock } from "./clock.js";
import { startPayments } from "./payments.js";
import { Phone } from "./phone.js";
import { startSql } from "./sql.js";
import { startStory } from "./story.js";
import { startTraces } from "./traces.js";
import { startWire } from "./wire.js";

const ROLES = { learner: "Learner", expert: "Expert", admin: "Admin" };
const NARROW = matchMedia("(max-width: 40rem)");
const phones = new Map();
const tabs = document.querySelector(".tabs");
const hint = document.querySelector("#hint");

async function refreshPeople() {
  const { people } = await get("/telegram/people");
  for (const phone of phones.values()) phone.setPeople(people);
  for (const [role, phone] of phones) {
    const badge = tabs.querySelector(`[data-tab=${role}] .badge`);
    badge.textContent = phone.unread || "";
    badge.hidden = !phone.unread;
  }
  hint.hidden = people.some((person) => person.role === "learner" && person.started);
}

// Telegram knows nothing of zones: they are read beside it, and where there is none to read, stay.
async function refreshZones() {
  try {
    const { zones } = await get("/sandbox/zones");
    for (const phone of phones.values()) phone.setZones(zones);
  } catch {
    // The database is away; the phones go on as they are.
  }
}

function show(role) {
  for (const [name, phone] of phones) {
    phone.root.classList.toggle("shown", name === role);
    const tab = tabs.querySelector(`[data-tab=${name}]`);
    tab.setAttribute("aria-selected", name === role);
    tab.tabIndex = name === role ? 0 : -1;
  }
  if (getComputedStyle(tabs).display !== "none") phones.get(role).look();
}

function makeTabs() {
  const roles = Object.keys(ROLES);
  for (const role of roles) {
    const tab = el(
      "button",
      { type: "button", role: "tab", "data-tab": role, "aria-controls": `phone-${role}`, onclick: () => show(role) },
      ROLES[role],
      el("span", { className: "badge", hidden: true }),
    );
    tabs.append(tab);
  }
  tabs.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = roles.findIndex((role) => tabs.querySelector(`[data-tab=${role}]`) === document.activeElement);
    const role = roles[(at + step + roles.length) % roles.length];
    show(role);
    tabs.querySelector(`[data-tab=${role}]`).focus();
  };
}

// On a narrow screen the chat comes first; what goes on behind it is one tap away.
function fold() {
  document.querySelector("#backstage").open = !NARROW.matches;
}

async function start() {
  const { bot, people } = await get("/telegram/people");
  for (const [role, title] of Object.entries(ROLES)) {
    const own = people.filter((person) => person.role === role);
    const phone = new Phone(role, title, bot, own);
    phones.set(role, phone);
    document.querySelector("#phones").append(phone.root);
  }
  makeTabs();
  show("learner");
  const clock = startClock();
  const wire = startWire();
  const payments = startPayments();
  const traces = startTraces(people);
  const bots = startBots();
  const sql = startSql(phones);
  startStory(phones, show);
  const peopleSoon = gathered(refreshPeople, 60);
  const clockSoon = gathered(clock.refresh, 700);
  const zonesSoon = gathered(oneAtATime(refreshZones), 300);
  const everything = () => {
    for (const phone of phones.values()) phone.refresh();
    peopleSoon();
    zonesSoon();
    clock.refresh();
    wire.refresh();
    payments.refresh();
    traces.refresh();
    bots.refresh();
    sql.refresh();
  };
  listen((event) => {
    if (event.type === "clock") {
      clock.heard(event);
      for (const phone of phones.values()) phone.tick();
    } else if (event.type === "call") {
      wire.soon();
      payments.soon();
      traces.soon();
    } else if (event.type === "bots") {
      bots.refresh();
      clockSoon();
    } else {
      for (const phone of phones.values()) phone.heard(event);
      peopleSoon();
      zonesSoon();
      clockSoon();
      bots.soon();
      sql.soon();
    }
  }, everything);
  everything();
}

fold();
NARROW.onchange = fold;
start();
