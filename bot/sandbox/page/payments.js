// The local Stripe's payments, and what a card's owner or a bank may do to them.

import { el, gathered, get, oneAtATime, post } from "./api.js";
import { money } from "./money.js";

const SHOWN = 20;

const STATUS = {
  requires_payment_method: "waits for a card",
  requires_action: "waits for the bank’s question",
  processing: "on its way",
  requires_capture: "held",
  succeeded: "charged",
  canceled: "released",
};

const DISPUTE = {
  needs_response: "disputed",
  under_review: "disputed, under review",
  won: "dispute won",
  lost: "disputed",
  warning_needs_response: "the bank asks",
  warning_under_review: "the bank asks, under review",
  warning_closed: "the bank asked",
};

export function startPayments() {
  const panel = document.querySelector("#wire");
  const [list, said, none] = ["#payments", "#payments-said", "#payments-none"].map((name) => document.querySelector(name));
  const drawn = new Map();
  let told = null; // the list as it was when what is said last was true of it

  const refresh = oneAtATime(async () => {
    if (!panel.open) return;
    const asked = told; // said before the question, so that the answer knows of it
    let rows;
    try {
      ({ payments: rows } = await get("/stripe/sandbox/books"));
    } catch {
      return;
    }
    draw(rows.slice(-SHOWN).reverse());
    if (!asked || asked !== told) return;
    const list = JSON.stringify(rows);
    told.list ??= list;
    if (told.list !== list) hush();
  });

  // Only what changed is drawn again, so that the focus stays where it is.
  function draw(rows) {
    none.hidden = rows.length > 0;
    rows.forEach((row, index) => {
      const key = JSON.stringify(row);
      const old = drawn.get(row.payment_intent);
      if (old?.key !== key) drawn.set(row.payment_intent, { key, item: renewed(old?.item, line(row, act)) });
      const { item } = drawn.get(row.payment_intent);
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
    });
    while (list.children.length > rows.length) {
      drawn.delete(list.lastChild.dataset.intent);
      list.lastChild.remove();
    }
  }

  async function act(button, path, words, row) {
    // Not disabled meanwhile: that would take the focus from it.
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    hush();
    try {
      await post(`/stripe/sandbox/${path}`);
      say(row, words);
    } catch (problem) {
      say(row, problem.message, true);
      button.ariaBusy = "false";
    }
    await refresh();
  }

  // Of which payment, and what; it goes when the list changes or something else is done.
  function say(row, words, problem = false) {
    told = {};
    said.textContent = `${row.description}, booking ${short(row)}: ${words}`;
    said.classList.toggle("problem", problem);
  }

  function hush() {
    told = null;
    said.textContent = "";
  }

  panel.addEventListener("toggle", refresh);
  setInterval(refresh, 3000);
  return { refresh, soon: gathered(refresh, 400) };
}

// Puts the new line where the old one was, and the focus on what follows the button that was used.
function renewed(old, item) {
  if (!old) return item;
  const focused = old.contains(document.activeElement);
  old.replaceWith(item);
  if (focused) (item.querySelector("button") ?? item).focus();
  return item;
}

const short = (row) => (row.client_reference_id ?? "none").slice(0, 8);

function line(row, act) {
  const title = `${row.description}, ${money(row.amount, row.currency)}, booking ${short(row)}`;
  return el(
    "li",
    { tabIndex: -1, "data-intent": row.payment_intent },
    el("span", { className: "what" }, row.description, el("small", {}, ` ${(row.client_reference_id ?? "").slice(0, 8)}`)),
    el("span", { className: "amount" }, money(row.amount, row.currency)),
    el("span", { className: "state" }, ...state(row)),
    el("span", { className: "skips" }, ...buttons(row).map(({ label, path, words }) => el(
      "button",
      { type: "button", "aria-label": `${label}: ${title}`, onclick: ({ currentTarget }) => act(currentTarget, path, words, row) },
      label,
    ))),
  );
}

// What can be done to a payment as it stands.
function buttons(row) {
  const found = [];
  const charge = row.charges.find((one) => one.captured);
  const dispute = row.disputes.find(({ status }) => !["won", "lost", "warning_closed"].includes(status));
  const refund = row.refunds.findLast(({ status }) => ["pending", "succeeded"].includes(status));
  const lost = row.disputes.some(({ status }) => status === "lost");
  if (dispute) {
    const asks = dispute.status.startsWith("warning");
    found.push({ label: "Win", path: `disputes/${dispute.id}/win`, words: asks ? "The bank asks no more." : "The bank decided for the expert; the money is back." });
    if (!asks) found.push({ label: "Lose", path: `disputes/${dispute.id}/lose`, words: "The bank decided for the learner; the money is gone." });
  } else if (charge && !lost && row.captured > row.refunded) {
    found.push({ label: "Dispute", path: `charges/${charge.id}/dispute`, words: "The card’s owner disputes it; the bank took the money for now." });
  }
  if (refund) found.push({ label: "Fail the refund", path: `refunds/${refund.id}/fail`, words: "The bank sent the refund back." });
  return found;
}

function state(row) {
  const parts = [STATUS[row.status] ?? row.status];
  if (row.captured && row.captured < row.amount) parts[0] += ` ${money(row.captured, row.currency)} of it`;
  if (row.refunded) parts.push(`${money(row.refunded, row.currency)} refunded`);
  if (row.refunds.some(({ status }) => status === "pending")) parts.push("a refund on its way");
  const failed = row.refunds.filter(({ status }) => status === "failed").length;
  if (failed) parts.push(failed === 1 ? "a refund failed" : `${failed} refunds failed`);
  parts.push(...row.disputes.map(({ status }) => DISPUTE[status] ?? status));
  const words = parts.join(", ");
  return row.lost ? [`${words}, `, el("b", { className: "bad" }, `${money(row.lost, row.currency)} lost`)] : [words];
}
