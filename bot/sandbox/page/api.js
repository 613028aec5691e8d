// Talks to the sandbox, and makes elements. Nothing here knows what a phone is.

async function ask(path, options) {
  const answer = await fetch(path, options);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || `${path} answered ${answer.status}`);
  return said;
}

export const get = (path, options) => ask(path, options);

export const post = (path, given = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(given),
  });

// An element with properties, attributes (by "aria-…", "data-…", "role") and children.
// Text always goes in as text nodes: nothing that a bot sends is ever read as HTML.
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Calls `work` once, `pause` milliseconds after the last of a burst of calls.
export function gathered(work, pause) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, pause);
  };
}

// Runs `work` again and again as asked, never twice at a time, and once more if asked meanwhile.
export function oneAtATime(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = false;
    }
  };
}

// Server-sent events; `missed` is called whenever they begin to come, at first and after a break:
// anything may have happened before.
export function listen(heard, missed) {
  const source = new EventSource("/telegram/events");
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onopen = missed;
}
