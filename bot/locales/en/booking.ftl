## Finding a time: topics, sessions, days, times.

topics-ask =
    What would you like to learn?
    The number says how many sessions have free times.
topics-none = Nothing is free to book right now. Experts add times every day: please look again tomorrow.
topic-gone = Nothing is free there any more. Here is what is free now:
label-topic = { $topic } · { $count }
label-look-again = Look again
label-other-topics = Other topics

sessions-title = <b>{ $topic }</b> · times for { $zone }
sessions-line = { $number } <b>{ $name }</b> { $rating } · { $title }, { $minutes } min · { $price } · { $when }
sessions-none = Nothing is free for <b>{ $topic }</b> in the next 28 days.
label-session = { $number } { $name } · { $when }
rating-count = ★ { $rating } ({ $sessions })
price-free = free

session-head = <b>{ $title }</b> with <b>{ $name }</b>
session-facts = { $rating }, { $minutes } min, { $price }
session-needs = You need: { $needs }
session-seats = A group of up to { $count }.
days-ask = Which day in <b>{ $month }</b>?
days-seats = 👥 Earliest: { $n } of { $of } seats left
days-none-month = Nothing is free in <b>{ $month }</b>.
days-none = Nothing is free for this session in the next 28 days.
label-earliest = Earliest: { $when }

times-ask = <b>{ $day }</b>, { $zone } time
times-seats = 👥 { $n } of { $of } seats left: { $times }
times-part-ask = What part of the day?
times-none = Nothing is free on <b>{ $day }</b> any more.
label-morning = Morning · { $count }
label-afternoon = Afternoon · { $count }
label-evening = Evening · { $count }
label-another-day = « Another day
label-another-part = « Part of day

## The summary, before anything is committed.

summary-when = 🕑 { $span }
summary-when-both = 🕑 { $span } ({ $name }: { $theirs }, { $zone })
summary-seats = 👥 { $n ->
    [one] 1 seat left
   *[other] { $n } seats left
}
summary-price = 💳 { $price }, held on your card and charged only if { $name } accepts
summary-price-instant = 💳 { $price }, charged as soon as you pay: { $name } takes bookings without asking first
summary-price-free = 💳 Free of charge; { $name } only has to accept
summary-price-free-instant = 💳 Free of charge, and settled at once
summary-terms = Free to cancel until { $until }; half back after that
summary-terms-late = It starts in less than { $hours } h: if you cancel, you get half back
summary-terms-unusual = Free to cancel until { $until }; { $name } returns half from { $hours } h before the start
summary-answer-by = ⏳ { $name } has until { $until } to answer; meanwhile you can withdraw for free
summary-answer-by-free = ⏳ { $name } has until { $until } to answer; meanwhile you can withdraw
summary-answer-in = ⏳ { $name } has { $hours } hours to answer; meanwhile you can withdraw for free
summary-answer-in-free = ⏳ { $name } has { $hours } hours to answer; meanwhile you can withdraw
summary-answer-soon = ⏳ { $name } has { $minutes } minutes to answer; meanwhile you can withdraw for free
summary-answer-soon-free = ⏳ { $name } has { $minutes } minutes to answer; meanwhile you can withdraw
summary-note = 📝 “{ $note }”
summary-said =
    You wrote: “{ $said }”
    To tell { $name }, tap <b>Make it my note</b>.
summary-gone = That time is not offered any more. Here is what is free now:
summary-taken = That time has been taken since. Here is what is free now:
summary-price-changed = The price has changed since. Here is what it is now:
label-book = Book it
label-book-without = Book it without that
label-note = Add a note
label-note-change = Change the note
label-note-drop = Remove the note
label-note-keep = Make it my note

note-ask =
    What should { $name } know? One message, for example:
    <i>I want to read CSV files.</i>
note-ask-again =
    Your note now: “{ $note }”
    Type it anew, and I'll replace it.
note-too-long = That is { $count } characters; a note has room for { $most }. Please make it shorter.
note-empty = Please type the note as text, for example: <i>I want to read CSV files.</i>

## A booking as it stands: one line for its state, for the learner.

card-head = <b>{ $title }</b> with <b>{ $name }</b>
card-preparing = Held for you. Preparing your payment link…
card-held = Held for you until <b>{ $until }</b>. Pay to send your request to { $name }.
card-held-instant = Held for you until <b>{ $until }</b>. Pay to book it with { $name }.
card-processing = Your bank is still working on the payment. The seat is yours meanwhile.
card-asked = 💳 { $price } held on your card. { $name } has until <b>{ $until }</b> to answer; I'll tell you.
card-asked-free = { $name } has until <b>{ $until }</b> to answer; I'll tell you.
card-charging = ✅ { $name } accepted. Charging { $price }…
card-confirmed = ✅ Confirmed. 💳 { $price } charged.
card-confirmed-free = ✅ Confirmed.
card-completed = ✅ Done. 💳 { $price } charged.
card-completed-free = ✅ Done.
card-meet = Meet here: { $link }
card-declined = ❌ { $name } couldn't make it. Nothing was charged.
card-declined-free = ❌ { $name } couldn't make it.
card-ran-out = ❌ Your hold ran out. Nothing was charged.
card-let-go = ❌ You let it go. Nothing was charged.
card-let-go-free = ❌ You let it go.
card-payment-awaited = ⏳ Your bank is still working on the payment. If it still arrives, all { $price } goes back to the account it came from.
card-payment-late = 💳 The payment came after that: all { $price } goes back to the account it came from.
card-withdrawn = ❌ You withdrew the request. Nothing was charged.
card-withdrawn-free = ❌ You withdrew the request.
card-unanswered = ❌ { $name } didn't answer in time. Nothing was charged.
card-unanswered-free = ❌ { $name } didn't answer in time.
card-failed = ❌ The payment failed. Nothing was charged.
card-releasing = The hold of { $price } on your card is being released.
card-released = The hold of { $price } on your card was released.
card-cancelled-learner = ❌ You cancelled it.
card-cancelled-expert = ❌ { $name } cancelled it.
card-taken-off = ❌ { $name } took you off.
card-cancelled-system = ❌ The session was cancelled.
card-refunding = 💳 { $refund } goes back to your card.
card-refunded = 💳 { $refund } was returned to your card; banks take a few days to show it.
card-refunded-partly = 💳 { $refund } was returned to your card; { $due } is still on its way.
card-refund-decides = ⚖️ Your bank is deciding about this payment; { $due } goes back to you once it has.
card-dispute-open = ⚖️ Your bank is deciding about this payment.
card-refund-admin = ⚠️ Your bank keeps sending back the { $due } that was to be returned to your card; an admin will see to it that you get it.
card-elsewhere = 💳 { $amount } was paid back to you another way.
card-disputed = 💳 Your bank took { $amount } back for you.
card-share-charging = 💳 { $share } of it is being charged; the rest of the hold on your card will be released.
card-share = 💳 { $share } was charged; the rest of the hold on your card was released.
card-no-refund = 💳 { $price } charged; nothing was returned.

label-pay = Pay { $price }
label-let-go = Let it go
label-try-again = Try again
label-withdraw = Withdraw…
label-materials = Materials
label-cancel = Cancel…
label-same-time = Same time again
label-other-times = Other times
label-all-times = All times
label-book-again = Book again
label-alternative = { $number } { $name } · { $when }

## A card of a booking that a newer message has taken over from: what came of it.

past-paid = 💳 { $price } was put on hold on your card.
past-elsewhere = ℹ️ You opened it in another message.
past-screen = ↓ This goes on in a newer message below.
past-reminded = ℹ️ How it stands now, and where to meet, is in a newer message below.
past-accepted = ✅ Accepted. How it stands now is in a newer message below.
past-booked = ✅ Booked. How it stands now is in a newer message below.
past-ran-out = ❌ The hold ran out.
past-declined = ❌ Declined.
past-unanswered = ❌ Not answered in time.
past-withdrawn = ❌ Withdrawn.
past-failed = ❌ The payment failed.
past-cancelled = ❌ { $name } cancelled.
past-done = ✅ Done.

## /bookings

bookings-title = <b>Your bookings</b> · times for { $zone }
bookings-past-title = <b>Past and cancelled</b> · times for { $zone }
bookings-line = { $number } <b>{ $when }</b> · { $title } with { $name } · { $state }
bookings-none = You have no bookings to come.
bookings-past-none = Nothing here yet.
label-past = Past and cancelled
label-upcoming = « To come
label-booking = { $number } { $name } · { $when }
state-held = waiting for your payment
state-processing = payment under way
state-asked = waiting for the answer
state-charging = being charged
state-confirmed = confirmed
state-completed = done
state-declined = declined
state-failed = the payment failed
state-withdrawn = withdrawn
state-let-go = let go
state-unanswered = not answered in time
state-ran-out = hold ran out
state-cancelled = cancelled

## Cancelling

cancel-ask = Cancel <b>{ $when }</b> with { $name }?
cancel-all = You get <b>{ $refund }</b> back (all of it, until { $until }).
cancel-part = You get <b>{ $refund }</b> back (half, as it is less than { $hours } h before the start).
cancel-rest = You get <b>{ $refund }</b> back (all that is left, until { $until }).
cancel-rest-part = You get <b>{ $refund }</b> back (half of the { $left } that is left, as it is less than { $hours } h before the start).
cancel-nothing = Nothing comes back.
cancel-free = It was free of charge, so nothing is to be returned.
cancel-as-expert = { $name } gets everything back: <b>{ $refund }</b>.
cancel-as-expert-rest = { $name } gets the rest back: <b>{ $refund }</b> ({ $gone } came back before).
cancel-as-expert-nothing = { $name } has had everything back already: { $gone }.
cancel-shuts = Nobody can book that time then, until you offer it again.
cancel-disputed = ⚖️ Your bank is deciding about this payment: nothing is returned before it has, and nothing that it takes back for you.
cancel-disputed-expert = ⚖️ The bank of { $name } is deciding about this payment: nothing is returned before it has.
cancel-changed = The terms have changed since. Please look again before you cancel.
cancel-too-late = It has started, so it can't be cancelled any more.
label-cancel-yes = Cancel the session
label-cancel-seat = Cancel my seat
label-cancel-no = Keep the session
label-take-off-no = Keep { $name }
label-cancel-seat-no = Keep my seat

## Withdrawing a request

withdraw-ask = Withdraw the request for <b>{ $when }</b> with { $name }?
withdraw-released = Nothing was charged: the hold of <b>{ $price }</b> on your card will be released.
withdraw-time = The time will be free for others again.
withdraw-seat = Your seat will be free for others again.
label-withdraw-yes = Yes, withdraw
label-withdraw-no = Keep the request
