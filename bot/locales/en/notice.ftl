## What others do, and what time does, told to the learner.

notice-card-declined = The bank declined the card. The seat is still yours until <b>{ $until }</b>.
notice-hold-ran-out = Your hold on <b>{ $when }</b> with { $name } ran out at { $until }. Nothing was charged.
notice-authorized = 💳 { $price } held on your card. { $name } has until <b>{ $until }</b> to answer; I'll tell you.
notice-authorized-free = { $name } was asked, and has until <b>{ $until }</b> to answer; I'll tell you.
notice-accepted = ✅ <b>{ $name } accepted:</b> { $title }
notice-confirmed = ✅ <b>You are booked</b> with { $name }: { $title }
notice-charged-meet = 💳 { $price } charged · Meet here: { $link } · calendar file attached
notice-meet = Meet here: { $link } · calendar file attached
notice-declined = { $name } can't make <b>{ $when }</b>. Nothing was charged; the hold on your card is released.
notice-declined-free = { $name } can't make <b>{ $when }</b>.
notice-reason = “{ $reason }”
notice-unanswered = { $name } didn't answer in time for <b>{ $when }</b>. Nothing was charged; the hold on your card is released.
notice-unanswered-free = { $name } didn't answer in time for <b>{ $when }</b>.
notice-alternatives = This is free instead:
notice-alternative = { $number } <b>{ $name }</b> · { $title } · { $price } · { $when }
notice-capture-failed = ❌ { $name } accepted <b>{ $when }</b>, but your bank refused the charge, so you are not booked. Nothing was charged. Another card may work.
notice-capture-failed-instant = ❌ Your bank refused the charge for <b>{ $when }</b> with { $name }, so you are not booked. Nothing was charged. Another card may work.
notice-payment-failed = ❌ The payment for <b>{ $when }</b> with { $name } failed, so it is not booked. Nothing was charged.
notice-paid-too-late = Your payment for <b>{ $when }</b> with { $name } came after the hold had ended. Nothing is charged: the { $price } held on your card is released.
notice-paid-too-late-bank = Your payment for <b>{ $when }</b> with { $name } came after { $by ->
    [learner] you had let it go
    [expert] { $name } had cancelled
   *[system] the hold had ended
}. Nothing of it is kept: all { $price } goes back to the account it came from.
notice-expert-cancelled = ❌ { $name } had to cancel <b>{ $when }</b>, { $title }.
notice-taken-off = ❌ { $name } took you off <b>{ $when }</b>, { $title }.
notice-rest-back = The rest, { $due }, is on its way back ({ $gone } came back before).
notice-all-back = Your { $price } is on its way back, all of it.
notice-completed = That was { $title } with <b>{ $name }</b>. I hope it helped.
notice-reminder-hour = In <b>1 hour</b>, at { $time }: { $title } with { $name }.
notice-reminder-day = <b>{ $when }</b>: { $title } with { $name } ({ $minutes } min).
notice-meet-short = Meet here: { $link }
notice-stripe-away-held = ⏳ The payment service isn't answering right now. I keep trying, and the link comes here by itself; nothing is charged meanwhile.
notice-stripe-away-charging = ⏳ The payment service isn't answering right now. I keep trying; it is charged once, as soon as it answers.

## What the ledger tells: receipts, and money that went back.

receipt-charged = 🧾 <b>Receipt</b> · { $amount } charged
receipt-share = 🧾 <b>Receipt</b> · { $amount } of { $price } charged, as you cancelled late; the rest of the hold on your card is released
receipt-of = Booking no. <code>{ $booking }</code> · { $when }
label-receipt = Receipt from Stripe
notice-refunded = 💳 <b>{ $refund }</b> was returned to your card. Banks take a few days to show it.
notice-refunded-again = 💳 <b>{ $refund }</b> was sent to your card once more. Banks take a few days to show it.
notice-still-on = The session takes place as agreed.
notice-still-due = { $due } more is on its way.
notice-refund-returned = ⚠️ Your bank sent back the <b>{ $refund }</b> that was to be returned to your card.
notice-refund-again = It is being tried again.
notice-refund-admin = Trying again did not help; an admin will see to it that you get it.
notice-paid-elsewhere = 💳 <b>{ $amount }</b> was paid back to you another way: { $how }.
notice-dispute-lost = 💳 Your bank took back <b>{ $amount }</b> for you, as you had asked it to.

## … and to the expert.

enotice-refunded = 💳 An admin gave <b>{ $name }</b> { $amount } back for <b>{ $when }</b>, { $title }.
enotice-dispute-lost = 💳 The bank of <b>{ $name }</b> took back { $amount } for <b>{ $when }</b>, { $title }: the dispute was lost.
enotice-dispute-opened = ⚖️ The payment for <b>{ $when }</b>, { $title }, by <b>{ $name }</b> is disputed: the bank holds { $amount } until it has decided.
enotice-dispute-then = An admin answers the bank; there is nothing for you to do. If it agrees with us, you keep your { $kept }; if not, you keep { $some ->
    [none] nothing
   *[some] { $left }
} of it. That may take some weeks, and I tell you how it ends.
enotice-dispute-nothing = None of it was yours to keep, so nothing changes for you.
enotice-dispute-won = ✅ The bank has decided about the payment for <b>{ $when }</b>, { $title }, by <b>{ $name }</b>: it stands.
enotice-dispute-kept = You keep your { $left }.
enotice-left = You keep { $left } of { $price }.
enotice-left-nothing = You keep nothing of { $price }.

enotice-capture-failed = ❌ { $name }'s bank refused the charge for <b>{ $when }</b>, { $title }. The session is cancelled.
enotice-learner-cancelled = ❌ { $name } cancelled <b>{ $when }</b>, { $title }.
enotice-capture-failed-group = ❌ { $name }'s bank refused the charge for <b>{ $when }</b>, { $title }, so { $name } does not come.
enotice-request-withdrawn = { $name } withdrew the request for <b>{ $when }</b>, { $title }. There is nothing for you to do.
enotice-request-ran-out = The time to answer { $name } ran out: <b>{ $when }</b>, { $title }.
enotice-released = The money was released.
enotice-completed = ✅ { $title } with <b>{ $name }</b> is done. { $price } earned.
enotice-completed-free = ✅ { $title } with <b>{ $name }</b> is done.
enotice-reminder-hour = In <b>1 hour</b>, at { $time }: { $title } with { $name }.
enotice-reminder-day = <b>{ $when }</b>: { $title } with { $name } ({ $minutes } min).

label-details = Details

## The calendar file, as plain text.

calendar-title = { $title } with { $name }
calendar-about = Booked through Tutorline. Meet here: { $link }
calendar-about-no-link = Booked through Tutorline.
# Under the file that takes the entry out again.
calendar-gone = Open it, and the session leaves your calendar.
