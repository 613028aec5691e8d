## When an expert is free: /availability

windows-title = You are free, in <b>{ $zone }</b> time:
windows-none = You have told me no times yet, so nobody can book you.
windows-saved-none = ✅ Saved. You are never free now, so nobody can book you.
windows-how =
    To set new ones, write them in one line, for example:
    <code>/availability mon-fri 9-17, sat 10-14</code>
windows-ask =
    When are you free, in <b>{ $zone }</b> time? Write it in one line, for example:
    <code>mon-fri 9-17, sat 10-14</code>
windows-preview = I read this as, in <b>{ $zone }</b> time:
windows-preview-none = I read this as: you are never free.
windows-effect = This { $adds } over the next 28 days{ $removes }.
windows-adds = { $n ->
    [0] adds no bookable time
    [one] adds 1 bookable time
   *[other] adds { $n } bookable times
}
windows-removes = { $n ->
    [0] { "" }
    [one] { " " }and removes 1
   *[other] { " " }and removes { $n }
}
windows-uncovered-none = No booking is affected.
windows-uncovered = { $n ->
    [one] 1 booking lies outside these times. It stays as it is:
   *[other] { $n } bookings lie outside these times. They stay as they are:
}
windows-uncovered-line = • <b>{ $when }</b> · { $name }, { $title }
windows-uncovered-more = and { $n } more
windows-saved = ✅ Saved. You are free, in <b>{ $zone }</b> time:
windows-done = { $adds ->
    [0] No time was added
    [one] 1 bookable time was added
   *[other] { $adds } bookable times were added
} and { $removes ->
    [0] none removed.
    [one] 1 removed.
   *[other] { $removes } removed.
}
windows-too-many = That is more different hours than I can keep in one go: eleven at most. Please write it a little simpler.
windows-kept = Nothing was changed. You are free, in <b>{ $zone }</b> time:
windows-zone-changed = Your time zone has changed since you wrote this. Please check it once more:
windows-marked =
    <pre>{ $above }
    { $below }</pre>
windows-try-again = Please write it once more, for example <code>mon-fri 9-17, sat 10-14</code>, or /cancel.
windows-newer = You have written newer times since. These are the newest:
label-windows-change = Change my times

## Requests

request-title = New request from <b>{ $name }</b>
request-title-level = New request from <b>{ $name }</b> ({ $level })
request-session = { $title }, <b>{ $span }</b>
request-session-yours = { $title }, <b>{ $span }</b> your time
request-note = “{ $note }”
request-answer-by = 💳 { $price } held. Answer by <b>{ $until }</b>; after that it is released.
request-answer-by-free = Free of charge. Answer by <b>{ $until }</b>; after that the time is free again.
request-answer-by-free-seat = Free of charge. Answer by <b>{ $until }</b>; after that the seat is free again.
request-group = 👥 A group of up to { $of }; { $asked ->
    [0] nobody else is in it yet.
    [one] 1 other has asked, nobody is sure to come yet.
   *[other] { $asked } others have asked, nobody is sure to come yet.
}
request-group-with = 👥 A group of up to { $of }; { $who } { $n ->
    [one] comes
   *[other] come
} too{ $asked ->
    [0] .
    [one] , and 1 other has asked.
   *[other] , and { $asked } others have asked.
}
requests-title = { $n ->
    [one] <b>1 request waits for your answer.</b>
   *[other] <b>{ $n } requests wait for your answer.</b>
}
requests-line = { $number } <b>{ $when }</b> · { $name }, { $title } · answer by { $until }
requests-none = Nobody waits for your answer.
label-accept = Accept
label-decline = Decline…
label-request = { $number } { $name } · { $when }

## Declining

decline-ask = Decline { $name }'s request for <b>{ $when }</b>?
decline-released = The hold of <b>{ $price }</b> on the card is released; nothing is charged.
decline-time = Others can book the time then.
decline-seat = Others can book the seat then.
decline-ask-word =
    What should { $name } know? They read it as you write it, for example:
    <i>I am travelling that week; any day after Monday suits me.</i>
decline-word =
    { $name } will read:
    “{ $word }”
decline-word-lost = I don't have your words any more, so nothing was declined. Please write them once more.
label-decline-yes = Decline
label-decline-word = Add a word to { $name }
stopped-decline = I no longer wait for your words. Nothing was declined.

## A booking as it stands, for the expert.

ecard-head = <b>{ $name }</b>, { $title }
ecard-unpaid = { $name } is at the payment. You will be asked once it is made.
ecard-charging = Accepted. Charging { $price }…
ecard-confirmed = ✅ { $when }: { $name }, { $title }. { $price } charged.
ecard-confirmed-part = ✅ { $when }: { $name }, { $title }. { $price } charged, { $gone } returned.
ecard-confirmed-free = ✅ { $when }: { $name }, { $title }. Free of charge.
ecard-completed = ✅ Done. { $price } earned.
ecard-completed-free = ✅ Done.
ecard-declined = ❌ You declined. { $name } was told, and the money is released.
ecard-declined-free = ❌ You declined. { $name } was told.
ecard-declined-word = You wrote: “{ $word }”
ecard-unanswered = ❌ The time to answer ran out. The money is released.
ecard-unanswered-free = ❌ The time to answer ran out.
ecard-withdrawn = ❌ { $name } withdrew the request.
ecard-failed = ❌ The card could not be charged, so the session was cancelled.
ecard-failed-group = ❌ The card could not be charged, so { $name } does not come.
ecard-cancelled-learner = ❌ { $name } cancelled. { $kept }
ecard-cancelled-expert = ❌ You cancelled. { $name } gets everything back.
ecard-cancelled-expert-free = ❌ You cancelled. { $name } was told.
ecard-taken-off = ❌ You took { $name } off. { $name } gets everything back.
ecard-taken-off-free = ❌ You took { $name } off. { $name } was told.
ecard-cancelled-unpaid = ❌ You cancelled before { $name } had paid.
ecard-cancelled-system = ❌ The session was cancelled.
ecard-shut = Nobody can book the time now.
ecard-kept = You keep { $amount }.
ecard-kept-disputed = You keep { $amount }, if the bank does not take it back: it is deciding about the payment.
ecard-kept-nothing = Everything is returned.

schedule-title = <b>Your sessions to come</b> · times for { $zone }
schedule-line = { $number } <b>{ $when }</b> · { $name }, { $title }
schedule-none = No sessions to come yet.
schedule-waiting = { $n ->
    [one] 🙋 1 request waits for your answer.
   *[other] 🙋 { $n } requests wait for your answer.
}
ecard-kept-free = It was free of charge.
level-one-BEGINNER = beginner
level-one-INTERMEDIATE = intermediate
level-one-ADVANCED = advanced

## A slot in which several learners sit.

group-head = <b>{ $title }</b> · 👥 { $n } of { $of } seats
group-line = { $number } <b>{ $name }</b> · { $state }
group-nobody = Nobody is booked there any more.
estate-held = has not paid yet
estate-processing = payment under way
estate-asked = waits for your answer
estate-charging = being charged
estate-confirmed = comes
label-group = Group: { $sure } sure
label-group-asked = Group: { $sure } sure, { $asked } asked
label-offer-again = Offer the time again
label-take-off = Take { $name } off
take-off-ask = Take <b>{ $name }</b> off <b>{ $when }</b>?
label-cancel-both = Cancel for both
label-cancel-all = Cancel for all { $n }
group-cancel-ask = Cancel <b>{ $when }</b>, { $title }, { $n ->
    [one] for the only learner in it
    [2] for both learners
   *[other] for all { $n } learners
}?
group-returns-back = • <b>{ $name }</b> gets everything back: { $refund }
group-returns-rest = • <b>{ $name }</b> gets the rest back: { $refund } ({ $gone } came back before)
group-returns-nothing = • <b>{ $name }</b> has had everything back already: { $gone }
group-returns-released = • <b>{ $name }</b> waits for your answer: the { $refund } held is released
group-returns-unpaid = • <b>{ $name }</b> has not paid yet, and is not charged
group-returns-free = • <b>{ $name }</b>: it was free of charge
group-returns-more = • and { $n } more, likewise
group-changed = Somebody has joined since, so nothing was cancelled. Please look again.
group-cancelled = ❌ Cancelled: <b>{ $when }</b>, { $title }. I tell { $names }, and everything is returned.
group-cancelled-free = ❌ Cancelled: <b>{ $when }</b>, { $title }. I tell { $names }.
freed-time = The time is free again.
freed-too-late = That time has come, so it can't be offered any more.
freed-paused = You offer the time again, but the session is not open at present, so nobody can book it.
freed-seat = One seat is free again.
freed-seat-with = One seat is free again; { $who } still { $n ->
    [one] comes
   *[other] come
}.
freed-nothing-with = { $who } still { $n ->
    [one] comes
   *[other] come
}.
