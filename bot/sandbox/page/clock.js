// The sandbox's clock: what time it is, what comes next, and the buttons that skip there.

import { get, oneAtATime, post } from "./api.js";
import { away, fullNow, now, setNow } from "./times.js";

// What the bot and the local Stripe call their due things, in words.
const WHAT = {
  hold: "a held seat runs out",
  deadline: "an expert’s time to answer ends",
  reminder_24h: "the reminder a day before a session",
  reminder_1h: "the reminder an hour before a session",
  completion: "a session ends",
  checkout_expiry: "an unpaid Checkout expires",
  hold_expiry: "the bank lets go of a hold on a card",
  late_payment: "a bank payment arrives or fails",
  dispute: "a card holder disputes a charge",
  dispute_lost: "a dispute is decided",
  inquiry_closed: "a question of the bank's is closed",
  late_refund: "a refund arrives",
  failing_refund: "the bank sends a refund back",
};

const NEWS = 60000; // milliseconds that what happened is news

const words = ({ what }) => WHAT[what] ?? what.replaceAll("_", " ");

export function startClock() {
  const shown = document.querySelector("#now");
  const next = document.querySelector("#next");
  const skipped = document.querySelector("#skipped");
  const buttons = [...document.querySelectorAll("[data-skip]")];
  let coming = null;
  let bot = "up";
  let skipping = false;
  let forgetting;

  // Not `disabled`: whoever is on the button with the keyboard stays there.
  function able(button, can) {
    button.setAttribute("aria-disabled", String(!can));
  }

  function draw() {
    shown.textContent = fullNow(now());
    shown.dateTime = now().toISOString();
    if (bot === "down") {
      next.textContent = "The bot is not answering yet; the clock waits for it.";
    } else if (coming) {
      const at = new Date(coming.at);
      next.textContent = `Next: ${words(coming)}, ${fullNow(at)} (in ${away(at)}).`;
    } else {
      next.textContent = "Nothing is waiting to happen.";
    }
    for (const button of buttons) able(button, !skipping);
    able(buttons.at(-1), !skipping && coming);
  }

  function heard(facts) {
    setNow(facts.now);
    coming = facts.next;
    if (facts.bot) bot = facts.bot;
    draw();
  }

  async function skip(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    skipping = true;
    draw();
    skipped.classList.remove("problem");
    skipped.textContent = "Skipping…";
    try {
      const facts = await post("/sandbox/clock", JSON.parse(button.dataset.skip));
      const happened = facts.steps.map(words);
      skipped.textContent = happened.length ? `On the way: ${happened.join("; ")}.` : "Nothing happened on the way.";
      heard(facts);
    } catch (problem) {
      skipped.classList.add("problem");
      skipped.textContent = problem.message;
    } finally {
      skipping = false;
      draw();
      clearTimeout(forgetting);
      forgetting = setTimeout(forget, NEWS);
    }
  }

  // What happened is news until something is done, or for a minute.
  function forget() {
    if (!skipping) skipped.textContent = "";
  }
  document.querySelector("#phones").addEventListener("click", forget);
  document.querySelector("#phones").addEventListener("submit", forget);

  for (const button of buttons) button.onclick = () => skip(button);
  const refresh = oneAtATime(() => get("/sandbox/clock").then(heard, () => {}));
  setInterval(draw, 5000);
  setInterval(refresh, 20000);
  return { refresh, heard };
}
