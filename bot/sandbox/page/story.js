// The main story, played on the phones: Ann books with Maria, pays, is accepted and reminded.

import { get, post } from "./api.js";
import { buttonOf, buttonsOf, Player, READING, StoryError } from "./player.js";

const [ANN, MARIA] = [1001, 2001];
const CARD = "4242424242424242";
const DAYS_AHEAD = 4; // so that both reminders still lie before the session
const A_TIME = /^\d{1,2}[:.]\d\d$/;
const A_DAY = /^\d{1,2}$/;
const MOST_SKIPS = 25;

export function startStory(phones, show) {
  const button = document.querySelector("#play");
  const caption = document.querySelector("#caption");
  // ?pace=0.2 in the page's address plays five times as fast.
  const asked = Number(new URLSearchParams(location.search).get("pace"));
  const pace = asked > 0 ? asked : 1;
  let stopping = null;

  const say = (words, problem = false) => {
    caption.textContent = words;
    caption.classList.add("told");
    caption.classList.toggle("problem", problem);
  };

  button.onclick = async () => {
    if (stopping) {
      stopping.abort();
      return;
    }
    stopping = new AbortController();
    button.textContent = "Stop";
    try {
      const player = new Player(phones, show, pace, stopping.signal);
      await play(player, say);
      caption.dataset.seconds = Math.round(player.paused / 1000);
    } catch (problem) {
      if (stopping.signal.aborted) say("Stopped. The phones are yours.");
      else say(problem.message, true);
    } finally {
      for (const key of document.querySelectorAll(".pointed")) key.classList.remove("pointed");
      stopping = null;
      button.textContent = "Play the story";
    }
  };
}

async function play(player, say) {
  await ready();
  await player.mark(MARIA);
  await findASession(player, say);
  const money = await bookAndPay(player, say);
  await answer(player, say);
  await passTime(player, say);
  say(`That was the story. Ann paid ${money} for a session that was held, and Maria earned it. Now try it by hand.`);
}

async function ready() {
  let bots;
  try {
    ({ bots } = await get("/sandbox/bots"));
  } catch {
    return;
  }
  if (bots.every((one) => one.state === "off")) throw new StoryError("The bot is down: start it first.");
}

// Tap a button of the latest answer; returns the answer to that, which has the next button.
function taps(player, role, id) {
  return async (message, label, next) => {
    const text = await player.tap(role, id, message, label);
    const found = await player.wait(id, {
      otherwise: `After “${text}” the bot said something that this story does not know: read the chat, and go on by hand.`,
      ...next,
    });
    await player.pause();
    return found;
  };
}

async function findASession(player, say) {
  const tap = taps(player, "learner", ANN);
  say("Ann has heard of a bot that finds experts. She says hello.");
  await player.take("learner", ANN);
  await player.type("learner", ANN, "/start");
  let message = await player.wait(ANN, { button: /./, otherwise: "The bot does not answer Ann. Is it running?" });
  if (!buttonOf(message, /^(Find a session|Copenhagen)$/)) {
    throw new StoryError("Ann’s chat is not in English, and the story is told in English only: switch it back first.");
  }
  await player.pause();
  if (buttonOf(message, /^Copenhagen$/)) {
    say("The bot cannot see where she is, so it asks, once.");
    message = await tap(message, /^Copenhagen$/, { button: /^Find a session$/ });
  }
  say("Ann looks for somebody who teaches Python.");
  message = await tap(message, /^Find a session$/, { button: /./ });
  if (!buttonOf(message, /^Python/)) {
    throw new StoryError("No expert has a free time for Python now: are their sessions paused? Else skip the clock some days ahead, or start afresh.");
  }
  message = await tap(message, /^Python/, { button: /./ });
  if (!buttonOf(message, /Maria/)) throw new StoryError("Maria has no free time now: are her sessions paused? Else skip the clock some days ahead, or start afresh.");
  say("Maria is free. Ann picks a day and a time, as her own clock shows them.");
  message = await tap(message, /Maria/, { button: /^Earliest/ });
  message = await aTime(tap, message);
  await tap(message, A_TIME, { button: /^Book it$/ });
}

async function aTime(tap, message) {
  const days = buttonsOf(message, A_DAY);
  if (days.length > DAYS_AHEAD) return tap(message, exactly(days[DAYS_AHEAD].text), { button: A_TIME });
  const following = await tap(message, /›$/, { button: A_DAY });
  const [first, second] = buttonsOf(following, A_DAY);
  return tap(following, exactly((second ?? first).text), { button: A_TIME });
}

const exactly = (text) => new RegExp(`^${text}$`);

async function bookAndPay(player, say) {
  say("Before she books, she reads what it costs, when she is charged, and what cancelling returns.");
  await player.pause(2 * READING);
  const summary = await player.wait(ANN, { button: /^Book it$/, otherwise: "The summary is gone." });
  await player.tap("learner", ANN, summary, /^Book it$/);
  const held = await player.wait(ANN, {
    button: /^Pay /,
    otherwise: "The seat could not be held: Ann’s chat says why.",
  });
  const pay = buttonOf(held, /^Pay /);
  say(`The seat is held. Ann pays with a test card in the checkout: ${CARD.replace(/(.{4})(?=.)/g, "$1 ")}.`);
  await player.pause(2 * READING);
  await post(`${new URL(pay.url).pathname}/pay`, { number: CARD });
  await player.wait(ANN, { text: /held on your card/, otherwise: "The payment did not arrive. Are webhooks dropped below?" });
  say("The money is only held: she is charged if Maria accepts.");
  await player.pause(2 * READING);
  return pay.text.replace(/^Pay /, "");
}

async function answer(player, say) {
  await player.take("expert", MARIA);
  const request = await player.wait(MARIA, { text: /New request/, button: /^Accept$/, otherwise: "Maria was not asked." });
  say("Maria is asked, in New York time, and accepts.");
  await player.pause(2 * READING);
  await taps(player, "expert", MARIA)(request, /^Accept$/, { text: /charged/ });
  await player.take("learner", ANN);
  await player.wait(ANN, { text: /accepted/, otherwise: "Ann was not told." });
  say("Now Ann is charged, and gets the place to meet and a calendar file.");
  await player.pause(2 * READING);
}

async function passTime(player, say) {
  const stops = [
    ["reminder_24h", "The clock skips to the day before: both are reminded."],
    ["reminder_1h", "An hour before: both are reminded again, with the place to meet."],
    ["completion", "The session is over: Ann is thanked, and Maria sees what she earned."],
  ];
  for (const [what, words] of stops) {
    await skipTo(player, what);
    say(words);
    await player.pause(2 * READING);
  }
}

async function skipTo(player, what) {
  for (let count = 0; count < MOST_SKIPS; count += 1) {
    player.signal.throwIfAborted();
    const { steps } = await post("/sandbox/clock", { next: true });
    if (steps.some((step) => step.what === what)) return;
  }
  throw new StoryError("Too much else is due before this session: start afresh, or go on by hand.");
}
