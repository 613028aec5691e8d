// How each tap was handled: update, handler, service, function, rows, outbox, calls, with times.

import { el, gathered, get, oneAtATime } from "./api.js";

const LAYERS = [
  [/^handlers\./, "handler"],
  [/^bot\.services\./, "service"],
  [/^bot\.payments\./, "payments"],
  [/^db\.queries\./, "query"],
  [/^db\./, "function"],
];

// What the mechanism's own statements do; the first that fits names the statement.
const STATEMENTS = [
  [/app\.inbox_claim/, "Claim the update, become this person"],
  [/app\.inbox_finish/, "Replies to the outbox, conversation kept, update handled"],
  [/app\.outbox_close/, "Written down as sent"],
  [/set_config\('role'[^]*app\.now\(\)/, "Begin, as the bot"],
  [/set_config\('role'/, "Be the bot again"],
  [/app\.inbox_failed/, "Written down as failed"],
  [/^savepoint/i, "Savepoint"],
  [/^release savepoint/i, "Savepoint released"],
  [/^rollback to savepoint/i, "Back to the savepoint"],
];

const CALLS = { outbox: "outbox", telegram: "→ Telegram", stripe: "→ Stripe", commit: "commit", rollback: "rollback" };

// What a settle may ask of Stripe without changing anything there.
const LOOKS = new Set(["checkout", "find_checkout", "intent"]);

// The bot looks after a payment every few seconds, and notices may have been overtaken: what came to
// nothing would push every tap off the list.
const isLook = ({ update, spans }) =>
  !update && spans.every(({ kind, what }) => kind !== "telegram" && (kind !== "stripe" || LOOKS.has(what)));

export function startTraces(people) {
  const panel = document.querySelector("#wire");
  const list = document.querySelector("#traces");
  const quiet = document.querySelector("#quiet");
  const drawn = new Map();
  const nameOf = new Map(people.map((one) => [one.id, one.first_name]));

  const refresh = oneAtATime(async () => {
    if (!panel.open) return;
    let traces;
    try {
      ({ traces } = await get("/sandbox/traces"));
    } catch {
      return;
    }
    const looks = traces.filter(isLook);
    const shown = traces.filter((trace) => !looks.includes(trace));
    place(list, shown);
    if (!shown.length) list.replaceChildren(el("p", {}, "Nothing yet: tap something."));
    place(quiet.querySelector(".traces"), looks);
    quiet.hidden = !looks.length;
    quiet.querySelector("summary").textContent =
      looks.length === 1 ? "And one look that came to nothing" : `And ${looks.length} looks that came to nothing`;
    const keys = new Set(traces.map(keyOf));
    for (const key of drawn.keys()) {
      if (!keys.has(key)) drawn.delete(key);
    }
  });

  // Only what is new is drawn, so that what is open or focused stays so.
  function place(where, traces) {
    traces.forEach((trace, index) => {
      const size = trace.spans.length;
      const old = drawn.get(keyOf(trace));
      if (old?.size !== size) {
        const element = draw(trace, nameOf);
        if (old) element.open = old.element.open;
        old?.element.replaceWith(element);
        drawn.set(keyOf(trace), { size, element });
      }
      const { element } = drawn.get(keyOf(trace));
      if (where.children[index] !== element) where.insertBefore(element, where.children[index] ?? null);
    });
    while (where.children.length > traces.length) where.lastChild.remove();
  }

  panel.addEventListener("toggle", refresh);
  return { refresh, soon: gathered(refresh, 400) };
}

const keyOf = ({ at, update, what }) => `${at} ${update} ${what}`;

function draw(trace, nameOf) {
  const who = nameOf.get(trace.person);
  const title = [trace.at.slice(11, 23), who, trace.what].filter(Boolean).join(" · ");
  return el(
    "details",
    { className: "trace" },
    el("summary", {}, title, el("small", {}, ` ${sums(trace)}`)),
    el("ol", {}, ...lines(trace)),
  );
}

function sums({ spans }) {
  const sql = spans.filter((one) => one.kind === "sql");
  const end = Math.max(0, ...spans.map((one) => one.at + one.ms));
  const commit = spans.find((one) => one.kind === "commit");
  const parts = [`${sql.length} statement${sql.length === 1 ? "" : "s"}`];
  if (commit) parts.push(`committed after ${ms(commit.at)}`);
  parts.push(`all done after ${ms(end)}`);
  return parts.join(", ");
}

const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

// One line for each thing done, and one for each function on the way to a statement.
function lines({ spans }) {
  const found = [];
  let way = [];
  let handler = "";
  for (const span of spans) {
    if (span.kind === "sql") {
      const path = span.path.filter((name) => name !== handler);
      const common = path.findIndex((name, index) => name !== way[index]);
      const from = common < 0 ? path.length : common;
      path.slice(from).forEach((name, index) => found.push(called(name, span.at, from + index)));
      way = path;
      found.push(statement(span, path.length));
    } else {
      way = [];
      if (span.kind === "handler") handler = span.what;
      found.push(line(span.at, CALLS[span.kind] ?? span.kind, tail(span), span.kind === "outbox" ? 0 : 1, span));
    }
  }
  return found;
}

const tail = ({ kind, what }) => (kind === "commit" || kind === "rollback" ? "" : what.replace(/^handlers\./, ""));

function called(name, at, depth) {
  const [pattern, layer] = LAYERS.find(([one]) => one.test(name)) ?? [/^$/, ""];
  return line(at, layer, name.replace(pattern, ""), depth + 2);
}

function statement(span, depth) {
  const known = STATEMENTS.find(([pattern]) => pattern.test(span.what))?.[1];
  const short = known ?? span.what.replace(/\s+/g, " ").slice(0, 110);
  const sql = el("details", {}, el("summary", {}, short), el("pre", { tabIndex: 0 }, span.what));
  return line(span.at, "sql", sql, depth ? depth + 2 : 1, span);
}

function line(at, kind, what, depth, span) {
  const took = span?.ms ? ms(span.ms) : "";
  const rows = span?.rows ? `${span.rows} row${span.rows === 1 ? "" : "s"}` : "";
  return el(
    "li",
    { className: `step depth-${Math.min(depth, 6)} of-${kind.replace(/\W+/g, "").toLowerCase()}` },
    el("span", { className: "at" }, `+${ms(at)}`),
    el("span", { className: "did" }, el("b", {}, kind), " ", what),
    el("span", { className: "took" }, [took, rows].filter(Boolean).join(", ")),
  );
}
