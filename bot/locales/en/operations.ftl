## /admin: what was given up on, money that does not settle, a booking with its audit.

label-letters = Given up on
label-settles = Money that failed
admin-letters-title = { $n ->
    [one] <b>1 thing was given up on</b>
   *[other] <b>{ $n } things were given up on</b>
}
admin-letters-none = ✅ Nothing was given up on.
admin-letter-line = { $number } <code>{ $error }</code> · { $source } · { $age }
admin-letter =
    <b>Given up on</b> { $age }: <code>{ $error }</code>
    { $source } <code>{ $id }</code>, of the kind <code>{ $what }</code>. The log has the rest under the incident's name.
    Try it again once its cause is mended. Dismissed, it is forgotten within a week.
admin-source-update = update from a person
admin-source-message = message to a person
admin-source-event = event of Stripe's
admin-letter-gone = That one has been taken care of.
admin-letter-retried = ✅ It is being tried again. If it fails, it comes back here.
admin-letter-dismissed = ✅ Dismissed.
label-retry = Try again
label-dismiss = Dismiss
admin-settles-title = { $n ->
    [one] <b>The money of 1 booking could not be settled</b>
   *[other] <b>The money of { $n } bookings could not be settled</b>
}
admin-settles-none = ✅ No booking waits for its money.
admin-settle-line = { $number } <code>{ $booking }</code> · { $facts }
settle-owes = { $owed } to be returned
settle-tries = { $n ->
    [one] 1 try
   *[other] { $n } tries
}
label-settle-again = Settle the money again
label-record-again = Look again
admin-booking-how = A booking with its history: <code>/admin</code> and the first four or more characters of its id.
admin-booking-none = No booking has an id that begins like that.
admin-booking-several = Several bookings begin like that. Which one?
admin-booking-title = <b>Booking</b> <code>{ $id }</code>
admin-booking-what = { $title }: { $learner } with { $expert }
admin-booking-when = 🕑 { $span } ({ $zone })
admin-booking-state = State: <b>{ $state }</b>
admin-state = { $status ->
    [pending] not confirmed
    [confirmed] confirmed
    [completed] completed
    [cancelled] cancelled
    [declined] declined
   *[other] { $status }
}, { $money }
admin-money = { $word ->
    [pending] not paid yet
    [processing] payment under way
    [authorized] amount held
    [captured] charged
    [partly-captured] partly charged
    [refunded] refunded
    [partly-refunded] partly refunded
    [returned] money returned
    [sent-back] refund sent back by the bank
    [elsewhere] returned without Stripe
    [cancelled] nothing charged
    [failed] payment failed
    [free] free of charge
   *[other] { $word }
}
admin-booking-money = 💳 { $price }: { $held } held, { $charged } charged, { $returned } returned
admin-booking-money-elsewhere = 💳 { $price }: { $held } held, { $charged } charged, { $returned } returned, { $elsewhere } paid another way
admin-booking-due = ⚠️ Still to be returned: { $due }
admin-booking-stripe = Stripe: <code>{ $intent }</code>
admin-booking-events = <b>History</b> · times for { $zone }
admin-event = { $when } · { $what } · { $before } → { $after }
admin-event-first = { $when } · { $what } · { $after }
admin-happened = { $event ->
    [hold] the learner held the seat
    [process] the bank began with the payment
    [authorize] it was paid
    [pay_fail] the payment failed
    [let_go] the learner let the seat go
    [expire] the hold of the seat ran out
    [paid_late] it was paid after the hold had ended
    [withdraw] the learner withdrew the request
    [accept] the expert accepted
    [decline] the expert declined
    [unanswered] the time to answer ran out
    [capture] the card was charged
    [capture_fail] the card could not be charged
    [void] the hold on the card was released
    [learner_cancel] the learner cancelled
    [expert_cancel] the expert cancelled
    [refund] money went back
    [complete] the session was over
   *[other] { $actor } changed it
}
admin-actor-learner = the learner
admin-actor-expert = the expert
admin-actor-system = the system
admin-actor-admin = an admin
age-minutes = { $n ->
    [0] just now
   *[other] { $n } min ago
}
age-hours = { $n } h ago
age-days = { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
}
