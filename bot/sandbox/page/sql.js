// Booking by SQL: what a web page beside the bot would run, shown and run as the chosen learner.

import { el, gathered, get, oneAtATime, post } from "./api.js";
import { money } from "./money.js";
import { placeOf, shortWhen } from "./times.js";

export function startSql(phones) {
  const panel = document.querySelector("#sql");
  const [form, missing, text, said] = ["form", "missing", "text", "said"].map((name) => document.querySelector(`#sql-${name}`));
  const [learner, slot] = ["learner", "slot"].map((name) => document.querySelector(`#sql-${name}`));
  const zone = document.querySelector("#sql-zone");
  const run = form.querySelector("button");
  let facts = { learners: [], slots: [], sql: "" };

  const refresh = oneAtATime(async () => {
    try {
      facts = await get("/sandbox/sql");
    } catch {
      return;
    }
    panel.hidden = false;
    if (!panel.open) return;
    const first = !slot.value;
    draw();
    if (first) suggest();
  });

  // The expert whose phone is on show.
  function suggest() {
    const { first_name: first, last_name: last } = phones.get("expert").person;
    const time = facts.slots.find((one) => one.expert_name === [first, last].filter(Boolean).join(" "));
    if (time) slot.value = time.slot_id;
    write();
  }

  function draw() {
    const known = facts.learners.filter((one) => one.user_id);
    missing.hidden = known.length > 0;
    form.hidden = !known.length;
    options(learner, facts.learners.map((one) => el(
      "option",
      { value: one.user_id ?? "", disabled: !one.user_id },
      one.user_id ? one.name : `${one.name} (has not pressed Start)`,
    )));
    const groups = Map.groupBy
      ? Map.groupBy(facts.slots, title)
      : new Map([...new Set(facts.slots.map(title))].map((name) => [name, facts.slots.filter((one) => title(one) === name)]));
    options(slot, [...groups].map(([name, times]) => el(
      "optgroup",
      { label: name },
      ...times.map((time) => el("option", { value: time.slot_id }, `${when(time)} · ${title(time)}`)),
    )));
    zone.textContent = zoneOfLearner() ? `(${placeOf(zoneOfLearner())} time)` : "";
    run.disabled = !slot.value || !learner.value;
    if (!facts.slots.length) say("Nothing is free now.", true);
    write();
  }

  // On the learner's own clock.
  const when = ({ start_at: start }) => shortWhen(new Date(start), zoneOfLearner());

  function zoneOfLearner() {
    const person = facts.learners.find((one) => one.user_id === learner.value);
    return phones.get("learner").people.find((one) => one.id === person?.id)?.zone;
  }

  function write() {
    const claims = JSON.stringify({ sub: learner.value, role: "authenticated" });
    const filled = facts.sql.replaceAll("{user}", learner.value).replaceAll("{slot}", slot.value).replaceAll("{claims}", claims);
    if (text.textContent !== filled) text.textContent = filled;
  }

  function say(words, problem = false) {
    said.textContent = words;
    said.classList.toggle("problem", problem);
  }

  form.onsubmit = async (event) => {
    event.preventDefault();
    const person = facts.learners.find((one) => one.user_id === learner.value);
    const time = facts.slots.find((one) => one.slot_id === slot.value);
    if (!person || !time) return;
    run.disabled = true;
    try {
      const made = await post("/sandbox/sql", { user_id: person.user_id, slot_id: time.slot_id });
      say(`Booking ${made.booking_id.slice(0, 8)} made. ${person.name}’s chat ${after(made, time)}`);
      phones.get("learner").choose(person.id);
      phones.get("expert").chooseByName(time.expert_name);
    } catch (problem) {
      say(`Refused. ${problem.message}`, true);
    } finally {
      run.disabled = false;
      refresh();
    }
  };
  learner.onchange = draw;
  slot.onchange = write;
  panel.ontoggle = refresh;
  return { refresh: () => refresh(), soon: gathered(() => { if (panel.open) refresh(); }, 800) };
}

const title = (one) => `${one.title} with ${one.expert_name}, ${price(one)}`;

const price = ({ price_cents: cents, currency }) => (cents ? money(cents, currency) : "free");

const after = (made, time) =>
  made.amount_cents
    ? `gets the pay link; once it is paid, ${time.expert_name} is asked.`
    : `tells of it, and ${time.expert_name} is asked.`;

// New options with the choice kept, and nothing done where nothing changed.
function options(select, wanted) {
  const drawn = wanted.map((one) => one.outerHTML).join("");
  if (select.dataset.drawn === drawn) return;
  select.dataset.drawn = drawn;
  const before = select.value;
  select.replaceChildren(...wanted);
  if ([...select.options].some((one) => one.value === before && !one.disabled)) select.value = before;
  else select.value = [...select.options].find((one) => !one.disabled)?.value ?? "";
}
