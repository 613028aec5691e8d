## /admin

admin-title = <b>How the bot is doing</b>
admin-dead-letters = { $n ->
    [0] ✅ No message was given up on.
    [one] ⚠️ 1 message was given up on after five tries.
   *[other] ⚠️ { $n } messages were given up on after five tries.
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
