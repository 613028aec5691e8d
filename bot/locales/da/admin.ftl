## /admin

admin-title = <b>Sådan har botten det</b>
admin-dead-letters = { $n ->
    [0] ✅ Ingen besked er opgivet.
    [one] ⚠️ 1 besked er opgivet efter fem forsøg.
   *[other] ⚠️ { $n } beskeder er opgivet efter fem forsøg.
}
admin-undelivered = { $n ->
    [0] ✅ Alt, hvad der skulle sendes eller afregnes, er gået igennem.
    [one] ⚠️ 1 ting kunne ikke sendes eller afregnes.
   *[other] ⚠️ { $n } ting kunne ikke sendes eller afregnes.
}
admin-waiting = { $n ->
    [0] ✅ Intet står i kø.
    [one] 1 ting står i kø.
   *[other] { $n } ting står i kø.
}

## Når noget går galt.

broken = Noget gik galt hos os; det er noteret som <b>{ $incident }</b>. Der er ikke ændret noget. Prøv igen.
broken-alarm =
    ⚠️ <b>{ $incident }</b>: en opdatering er opgivet efter fem forsøg.
    Opdatering { $update }, { $kind }. Resten står i loggen.

## Ansøgninger

admin-applications = { $n ->
    [0] Ingen venter på at blive godkendt.
    [one] <b>1 person vil tilbyde sessioner.</b>
   *[other] <b>{ $n } personer vil tilbyde sessioner.</b>
}
admin-appointed = Du er nu administrator her. Ansøgninger kommer til dig, og /admin viser, hvordan botten har det.
admin-dismissed = Du er ikke længere administrator her.
application-title = <b>{ $name }</b> vil tilbyde sessioner: { $topics } · { $rate }
application-verified = ✅ { $name } er godkendt og har fået besked.
application-rejected = ❌ { $name } er afvist og har fået at vide hvorfor:
application-before = 🔁 En administrator har sagt nej før, med denne begrundelse:
application-ask-reason =
    Hvorfor kan <b>{ $name }</b> ikke tilbyde sessioner? Du bliver citeret ordret, for eksempel:
    <i>Fortæl lidt mere om din erfaring.</i>
application-answered = Den var besvaret, før du skrev. Sådan står den nu:
applications-title = <b>De vil tilbyde sessioner</b>
applications-line = { $number } <b>{ $name }</b> · { $topics }
applications-none = Ingen venter på at blive godkendt.
label-verify = Godkend
label-reject = Afvis…
label-verify-after-all = Godkend alligevel
label-applications = Ansøgninger
label-health = Sådan har botten det
stopped-reason = Jeg venter ikke længere på en begrundelse. Ansøgningen står, som den stod.
