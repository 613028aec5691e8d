## /admin

admin-title = <b>How the bot is doing</b>
admin-dead-letters = { $n ->
    [0] ✅ Nothing that came in was given up on.
    [one] ⚠️ 1 thing that came in was given up on after five tries.
   *[other] ⚠️ { $n } things that came in were given up on after five tries.
}
admin-undelivered = { $n ->
    [0] ✅ Everything that was to be sent or settled went through.
    [one] ⚠️ 1 thing could not be sent or settled.
   *[other] ⚠️ { $n } things could not be sent or settled.
}
admin-waiting = { $n ->
    [0] ✅ Nothing is waiting in line.
    [one] 1 thing is waiting in line.
   *[other] { $n } things are waiting in line.
}

## When something breaks.

broken = Something went wrong on our side; it is noted as <b>{ $incident }</b>. Nothing was changed. Please try again.
broken-alarm =
    ⚠️ <b>{ $incident }</b>: an update was given up on after five tries.
    Update { $update }, { $kind }. The log has the rest.

## Applications

admin-applications = { $n ->
    [0] Nobody is waiting to be verified.
    [one] <b>1 person wants to offer sessions.</b>
   *[other] <b>{ $n } people want to offer sessions.</b>
}
admin-appointed = You are an admin here now. Applications come to you, and /admin shows how the bot is doing.
admin-dismissed = You are no longer an admin here.
application-title-pending = <b>{ $name }</b> wants to offer sessions: { $topics } · { $rate }
application-title-verified = <b>{ $name }</b> offers sessions: { $topics } · { $rate }
application-title-rejected = <b>{ $name }</b>, not verified: { $topics } · { $rate }
application-verified = ✅ { $name } is verified and was told.
application-rejected = ❌ { $name } can't offer sessions and was told why:
application-again = ↓ <b>{ $name }</b> has applied again: the newer message below is about that.
application-before = 🔁 An admin said no before, for this reason:
application-ask-reason =
    Why can't <b>{ $name }</b> offer sessions? They read it as you write it, for example:
    <i>Please say a little more about your experience.</i>
application-answered = That was answered before you wrote. This is how it stands:
application-answered-by-other = 👤 Answered by another admin. /admin shows what waits.
applications-title = <b>They want to offer sessions</b>
applications-line = { $number } <b>{ $name }</b> · { $topics }
applications-none = Nobody is waiting to be verified.
label-verify = Verify
label-reject = Reject…
label-verify-after-all = Verify after all
label-applications = Applications
label-health = How the bot is doing
stopped-reason = I no longer wait for a reason. The application stays as it was.

## Experts, and taking a verification back

experts-title = <b>Verified experts</b>
experts-none = Nobody is verified yet.
label-experts = Experts
label-withdraw-ask = Withdraw the verification…
label-withdraw-verification = Withdraw the verification
withdraw-title = <b>Withdraw { $name }'s verification?</b>
withdraw-nothing-new = Nobody can book anything new with them until they are verified again.
withdraw-confirmed = { $n ->
    [0] They have no confirmed booking to come.
    [one] 1 confirmed booking stays as it is; to cancel it is for its two people.
   *[other] { $n } confirmed bookings stay as they are; to cancel one is for its two people.
}
withdraw-waiting = { $n ->
    [one] 1 booking that waits for payment or an answer goes on as well.
   *[other] { $n } bookings that wait for payment or an answer go on as well.
}
withdraw-ask-reason =
    Why? { $name } reads it as you write it, for example:
    <i>Three learners waited, and nobody came.</i>
withdraw-reason =
    { $name } will read:
    “{ $reason }”
stopped-withdrawal = I no longer wait for a reason. The verification stays.
