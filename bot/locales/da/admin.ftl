## /admin

admin-title = <b>Sådan har botten det</b>
admin-dead-letters = { $n ->
    [0] ✅ Intet af det, der er kommet ind, er opgivet.
    [one] ⚠️ 1 ting, der kom ind, er opgivet efter fem forsøg.
   *[other] ⚠️ { $n } ting, der kom ind, er opgivet efter fem forsøg.
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
application-title-pending = <b>{ $name }</b> vil tilbyde sessioner: { $topics } · { $rate }
application-title-verified = <b>{ $name }</b> tilbyder sessioner: { $topics } · { $rate }
application-title-rejected = <b>{ $name }</b>, ikke godkendt: { $topics } · { $rate }
application-verified = ✅ { $name } er godkendt og har fået besked.
application-rejected = ❌ { $name } kan ikke tilbyde sessioner og har fået at vide hvorfor:
application-again = ↓ <b>{ $name }</b> har søgt igen: Det står i den nyere besked herunder.
application-before = 🔁 En administrator har sagt nej før, med denne begrundelse:
application-ask-reason =
    Hvorfor kan <b>{ $name }</b> ikke tilbyde sessioner? Du bliver citeret ordret, for eksempel:
    <i>Fortæl lidt mere om din erfaring.</i>
application-answered = Den var besvaret, før du skrev. Sådan står den nu:
application-answered-by-other = 👤 Besvaret af en anden administrator. /admin viser, hvad der venter.
applications-title = <b>De vil tilbyde sessioner</b>
applications-line = { $number } <b>{ $name }</b> · { $topics }
applications-none = Ingen venter på at blive godkendt.
label-verify = Godkend
label-reject = Afvis…
label-verify-after-all = Godkend alligevel
label-applications = Ansøgninger
label-health = Sådan har botten det
stopped-reason = Jeg venter ikke længere på en begrundelse. Ansøgningen står, som den stod.

## Eksperter, og at trække en godkendelse tilbage

experts-title = <b>Godkendte eksperter</b>
experts-none = Ingen er godkendt endnu.
label-experts = Eksperter
label-withdraw-ask = Træk godkendelsen tilbage…
label-withdraw-verification = Træk godkendelsen tilbage
withdraw-title = <b>Skal godkendelsen af { $name } trækkes tilbage?</b>
withdraw-nothing-new = Så kan ingen booke noget nyt, før der er godkendt igen.
withdraw-confirmed = { $n ->
    [0] Der er ingen bekræftede bookinger forude.
    [one] 1 bekræftet booking står ved magt; kun de to, den angår, kan aflyse den.
   *[other] { $n } bekræftede bookinger står ved magt; kun de to, en booking angår, kan aflyse den.
}
withdraw-waiting = { $n ->
    [one] 1 booking, der venter på betaling eller svar, går også videre.
   *[other] { $n } bookinger, der venter på betaling eller svar, går også videre.
}
withdraw-ask-reason =
    Hvorfor? { $name } læser det, som du skriver det, for eksempel:
    <i>Tre deltagere ventede, og der kom ingen.</i>
withdraw-reason =
    { $name } kommer til at læse:
    ”{ $reason }”
stopped-withdrawal = Jeg venter ikke længere på en begrundelse. Godkendelsen gælder stadig.
