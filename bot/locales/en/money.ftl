## Admins and money: /payments, disputes, refunds, money that does not settle.

label-payments = Payments
label-disputes = Disputes
label-record = The booking
label-payment-at-stripe = The payment at Stripe
label-dispute-at-stripe = Dispute at Stripe
payments-title = <b>Payments</b>
payments-disputes = { $n ->
    [0] ✅ No dispute is open.
    [one] ⚠️ 1 dispute is open.
   *[other] ⚠️ { $n } disputes are open.
}
payments-settles = { $n ->
    [0] { $tried ->
        [0] ✅ No refund or charge needs you.
        [one] ⏳ No refund or charge needs you. For 1 booking one is still being tried.
       *[other] ⏳ No refund or charge needs you. For { $tried } bookings one is still being tried.
    }
    [one] ⚠️ The money of 1 booking did not go through.
   *[other] ⚠️ The money of { $n } bookings did not go through.
}
payments-letters = { $n ->
    [0] ✅ Nothing was given up on.
    [one] ⚠️ 1 thing was given up on.
   *[other] ⚠️ { $n } things were given up on.
}
payments-heading = <b>{ $name }</b>

## Disputes

disputes-title = { $n ->
    [0] <b>No dispute is open.</b> Closed in the last 90 days:
    [one] <b>1 dispute is open</b>
   *[other] <b>{ $n } disputes are open</b>
}
disputes-none = ✅ No dispute is open, and none was closed in the last 90 days.
dispute-entry =
    { $number } { $line }
    <code>{ $booking }</code> { $what } · { $session }
dispute-line = ⚖️ <b>{ $amount }</b> · { $reason } · { $state }
dispute-reason = { $reason ->
    [bank_cannot_process] the bank could not process the payment
    [check_returned] the cheque was returned
    [credit_not_processed] a refund was promised and did not come
    [customer_initiated] the learner complained to the bank
    [debit_not_authorized] the learner had not agreed to the debit
    [duplicate] charged twice
    [fraudulent] the cardholder says it was not them
    [incorrect_account_details] the account's details were wrong
    [insufficient_funds] the account had too little money
    [noncompliant] the card network says a rule was broken
    [product_not_received] the session did not take place, says the learner
    [product_unacceptable] the session was not what was promised, says the learner
    [subscription_canceled] it was cancelled before, says the learner
    [unrecognized] the cardholder does not recognise the charge
   *[other] no reason that Stripe names
}
dispute-state = { $status ->
    [needs_response] the bank has taken the money. Answer at Stripe by <b>{ $due }</b>, or it is lost.
    [under_review] answered at Stripe; the bank has the money and is deciding.
    [won] ✅ won: the money is back.
    [lost] ❌ lost: the bank has given the money back to the learner.
    [warning_needs_response] the bank only asks, no money has moved. Answer at Stripe by <b>{ $due }</b>.
    [warning_under_review] answered at Stripe; the bank only asked, no money has moved.
    [warning_closed] ✅ the bank asked and let it rest; no money has moved.
    [prevented] ✅ settled before it became a dispute.
   *[other] Stripe calls it <code>{ $status }</code>.
}
dispute-due = { $when } ({ $zone })
dispute-due-unknown = the day that Stripe says
dispute-told = { $status ->
    [won] ✅ <b>A dispute was won</b>
    [lost] ❌ <b>A dispute was lost</b>
    [warning_needs_response] ⚠️ <b>A learner's bank asks about a charge</b>
    [warning_under_review] ⚠️ <b>A learner's bank asks about a charge</b>
    [warning_closed] ✅ <b>A bank's question is closed</b>
    [prevented] ✅ <b>A dispute was avoided</b>
   *[other] ⚠️ <b>A learner's bank takes money back</b>
}
event-told = ⚠️ <b>An event of Stripe's was given up on after five tries.</b> Its booking may not show what happened to its money.

## Money that does not settle

settle-why = { $kind ->
    [RefundsFailed] { $n ->
        [one] the bank sent a refund back
       *[other] the bank sent { $n } refunds back
    }
    [Rejected] Stripe refuses what it is asked (<code>{ $incident }</code>)
    [Unforeseen] what Stripe holds does not fit the booking (<code>{ $incident }</code>)
    [Unavailable] Stripe does not answer
    [Busy] another process is at it
    [Disputed] the learner's bank is deciding about the charge
    [Owed] a refund is due, and nobody is at it
   *[other] something of ours broke (<code>{ $incident }</code> <code>{ $kind }</code>)
}
settle-do = { $kind ->
    [RefundsFailed] { $n ->
        [one] ⚠️ The bank sent a refund back:
       *[other] ⚠️ The bank sent { $n } refunds back:
    } { $owed } has to be paid to the learner another way.
    [Rejected] Look at the payment at Stripe, at the bot's key and in the log; then settle it again.
    [Unforeseen] Look at the payment at Stripe: somebody may have changed it there.
    [Unavailable] It is asked again by itself.
    [Busy] It is asked again by itself.
   *[other] The log has the rest under that name; it is asked again by itself.
}
settle-done = { $missing ->
    [nothing] ✅ Stripe was asked { $age }: nothing is missing.
   *[other] Stripe was asked { $age }.
}
settle-asked = ⏳ Stripe is being asked now. Look again in a moment.
settle-failed = ⚠️ { $attempts ->
    [one] Not settled after 1 try:
   *[other] Not settled after { $attempts } tries:
} { $why }.
stuck-title = ⚠️ <b>The money of a booking needs a person</b>

## What moved, in a booking's history

history-money = { $when } · { $kind ->
    [capture] 💳 <b>{ $amount }</b> charged
    [refund] 💳 <b>{ $amount }</b> returned
    [back] ⚠️ a refund came back: <b>{ $amount }</b>
    [dispute] ❌ a dispute was lost: <b>{ $amount }</b> taken by the bank
    [elsewhere] 💳 <b>{ $amount }</b> paid back another way
    [opened] ⚖️ the learner's bank asks for <b>{ $amount }</b>: { $words }
   *[closed] ⚖️ the bank's case about <b>{ $amount }</b> ended: { $words ->
        [won] won
        [prevented] avoided
       *[other] nothing was taken
    }
}
history-given = { $when } · { $who } gave money back: “{ $reason }”
history-paid = { $when } · paid another way, says { $who }: “{ $reason }”

## Giving money back

label-refund = Refund…
label-refund-all = All of it: { $amount }
label-refund-other = Another amount
label-refund-do = Return { $amount }
refund-title = <b>Return money</b>
refund-money = 💳 { $charged } charged, { $returned } returned. Up to <b>{ $left }</b> can still be returned.
refund-how-much = How much goes back? Tap, or type an amount, for example <i>{ $example }</i>.
refund-ask-amount =
    How much goes back? Up to <b>{ $left }</b>; for example <i>{ $example }</i>.
refund-ask-reason =
    Why? It stays in the booking's history, for admins alone. For example:
    <i>The sound failed for half of the session.</i>
refund-amount-unreadable = I can't read an amount in that.
refund-amount-nothing = Nothing, or less, can't be returned.
refund-amount-currency = This booking was paid in { $currency }.
refund-amount-more = That is more than can be returned.
refund-summary = <b>Return { $amount }?</b> Nothing has moved yet.
refund-reason = Reason: “{ $reason }”
refund-tells-learner = { $name } is told when the money is on its way to the card.
refund-tells-nobody = { $name } has no chat with me and isn't told here; the money goes to the card all the same.
refund-tells-expert = { $name }, whose session stands, is told as well: it brings in that much less.
refund-tells-expert-over = { $name } is told as well: the session brings in that much less.
refund-reason-kept = The reason is told to neither of them.
refund-done = ✅ { $amount } goes back. Stripe is being asked now.
refund-again = I don't have a reason for that any more, so this button did nothing. This is how it stands:
refund-changed = What can be returned has changed meanwhile; nothing was returned.
refund-uncharged = Nothing is charged for this booking, so nothing can be returned.
refund-nothing = All that was charged has gone back or is on its way.
refund-disputed = The learner's bank has the money and is deciding about it. Nothing can be returned until it has.
stopped-refund = I no longer wait for an answer about a refund. Nothing was returned.

## What was paid another way

label-elsewhere = Paid another way…
label-elsewhere-do = { $amount } was paid
label-elsewhere-how = Other words
elsewhere-ask =
    How was the <b>{ $amount }</b> paid to the learner? It stays in the booking's history, and the learner is told. For example:
    <i>bank transfer 24 Nov</i>
elsewhere-summary = <b>Was { $amount } paid to { $name } another way?</b> Nothing is recorded yet.
elsewhere-how = How: “{ $how }”
elsewhere-tells-learner = { $name } is told that it was paid, in these words.
elsewhere-tells-nobody = { $name } has no chat with me and isn't told here.
elsewhere-final = Stripe is not asked to return it any more. This can't be undone.
elsewhere-done = ✅ It is recorded that { $amount } was paid another way.
elsewhere-nothing = Nothing of this booking has to be paid another way now; nothing was recorded.
elsewhere-changed = The amount has changed meanwhile; nothing was recorded.
