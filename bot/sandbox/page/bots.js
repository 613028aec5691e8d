// The bot's processes: how many run, who fetches from Telegram, what waits there; kill and start.

import { gathered, get, oneAtATime, post } from "./api.js";

const LOOK = 2000; // milliseconds

export function startBots() {
  const panel = document.querySelector("#bots");
  const running = document.querySelector("#running");
  const waiting = document.querySelector("#waiting");
  const buttons = { first: document.querySelector("#first"), second: document.querySelector("#second") };

  function draw({ bots: [first, second], waiting: count }) {
    panel.hidden = false;
    say(running, sentence(first, second));
    say(waiting, count ? `${count} waiting at Telegram` : "");
    panel.classList.toggle("down", first.state === "off" && second.state === "off");
    const alone = second.state === "off";
    label(buttons.first, first.state === "off", ["start", alone ? "Start it again" : "Start the first"], ["kill", alone ? "Kill the bot" : "Kill the first"]);
    label(buttons.second, second.state === "off", ["second", "Start a second"], ["stop_second", "Stop the second"]);
  }

  const refresh = oneAtATime(() => get("/sandbox/bots").then(draw, () => {}));

  for (const button of Object.values(buttons)) {
    button.onclick = async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      button.setAttribute("aria-disabled", "true"); // not `disabled`: the keyboard stays on it
      try {
        draw(await post("/sandbox/bots", { do: button.dataset.do }));
      } catch (problem) {
        say(running, problem.message);
      } finally {
        button.removeAttribute("aria-disabled");
      }
    };
  }
  setInterval(() => { if (!document.hidden) refresh(); }, LOOK);
  return { refresh, soon: gathered(refresh, 300) };
}

// A live region is read aloud when it changes: so it changes only when what it says does.
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function label(button, off, whenOff, whenOn) {
  const [what, words] = off ? whenOff : whenOn;
  button.dataset.do = what;
  say(button, words);
}

function sentence(first, second) {
  if (first.state === "off" && second.state === "off") {
    return "The bot is down; go on tapping.";
  }
  if (first.state === "off") {
    if (second.state === "starting") return "The first bot is down; the second is starting.";
    return second.polls
      ? "The first bot is down; the second fetches from Telegram."
      : "The first bot is down; the second takes over within ten seconds.";
  }
  if (second.state === "off") {
    if (first.state === "starting") return "The bot is starting.";
    return first.polls === false
      ? "One bot runs; it fetches from Telegram in a few seconds."
      : "One bot runs and fetches from Telegram.";
  }
  if (first.state === "starting" || second.state === "starting") return "Two bots run; one is still starting.";
  if (first.polls) return "Two bots run: the first fetches from Telegram, both answer.";
  if (second.polls) return "Two bots run: the second fetches from Telegram, both answer.";
  return "Two bots run; one of them fetches from Telegram in a few seconds.";
}
