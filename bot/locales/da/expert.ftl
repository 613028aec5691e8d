## Hvornår en ekspert kan: /availability

windows-title = Du kan, i <b>{ $zone }</b>-tid:
windows-line = { $days } { $hours }
windows-none = Du har ikke skrevet nogen tider endnu, så ingen kan booke dig.
windows-how =
    Vil du ændre dem, så skriv dem på én linje, for eksempel:
    <code>/availability man-fre 9-17, lør 10-14</code>
windows-ask =
    Hvornår kan du, i <b>{ $zone }</b>-tid? Skriv det på én linje, for eksempel:
    <code>man-fre 9-17, lør 10-14</code>
windows-preview = Jeg læser det sådan, i <b>{ $zone }</b>-tid:
windows-preview-none = Jeg læser det sådan: du kan aldrig.
windows-effect = Det { $adds } de næste 28 dage{ $removes }.
windows-adds = { $n ->
    [0] giver ingen nye tider at booke
    [one] giver 1 ny tid at booke
   *[other] giver { $n } nye tider at booke
}
windows-removes = { $n ->
    [0] { "" }
    [one] { " " }og fjerner 1
   *[other] { " " }og fjerner { $n }
}
windows-uncovered-none = Ingen bookinger bliver berørt.
windows-uncovered = { $n ->
    [one] 1 booking ligger uden for de tider. Den står ved magt:
   *[other] { $n } bookinger ligger uden for de tider. De står ved magt:
}
windows-uncovered-line = • <b>{ $when }</b>: { $name }, { $title }
windows-uncovered-more = …og { $n } til
windows-saved = ✅ Gemt. Du kan, i <b>{ $zone }</b>-tid:
windows-saved-count = { $n ->
    [0] Der er ikke noget at booke endnu: du har ingen åben session.
    [one] 1 tid kan bookes nu.
   *[other] { $n } tider kan bookes nu.
}
windows-kept = Intet er ændret. Du kan, i <b>{ $zone }</b>-tid:
windows-zone-changed = Din tidszone er ændret, siden du skrev det her. Se det lige efter igen:
windows-try-again = Skriv det en gang til, for eksempel <code>man-fre 9-17, lør 10-14</code>, eller /cancel.
label-windows-change = Ret mine tider

## Forespørgsler

request-title = Ny forespørgsel fra <b>{ $name }</b>
request-title-level = Ny forespørgsel fra <b>{ $name }</b> ({ $level })
request-session = { $title }, <b>{ $span }</b> din tid
request-note = “{ $note }”
request-answer-by = 💳 { $price } er reserveret. Svar senest <b>{ $until }</b>; derefter bliver beløbet frigivet.
request-answer-by-free = Gratis. Svar senest <b>{ $until }</b>; derefter er tiden ledig igen.
requests-title = { $n ->
    [one] <b>1 forespørgsel venter på dit svar.</b>
   *[other] <b>{ $n } forespørgsler venter på dit svar.</b>
}
requests-line = { $number } <b>{ $when }</b> · { $name }, { $title } · svar senest { $until }
requests-none = Ingen venter på dit svar.
label-accept = Sig ja
label-decline = Sig nej
label-request = { $number } { $name } · { $when }

## En booking, som den er nu, til eksperten.

ecard-head = <b>{ $name }</b>, { $title }
ecard-when = 🕑 { $span }
ecard-unpaid = { $name } er ved at betale. Du bliver spurgt, når det er sket.
ecard-charging = Du sagde ja. Trækker { $price }…
ecard-confirmed = ✅ { $when }: { $name }, { $title }. { $price } er trukket.
ecard-confirmed-free = ✅ { $when }: { $name }, { $title }. Gratis.
ecard-completed = ✅ Afholdt. Du har tjent { $price }.
ecard-completed-free = ✅ Afholdt.
ecard-declined = ❌ Du sagde nej. { $name } har fået besked, og pengene er frigivet.
ecard-unanswered = ❌ Svarfristen løb ud. Pengene er frigivet.
ecard-withdrawn = ❌ { $name } trak forespørgslen tilbage.
ecard-failed = ❌ Kortet kunne ikke betale, så bookingen er aflyst.
ecard-cancelled-learner = ❌ { $name } afbestilte. { $kept }
ecard-cancelled-expert = ❌ Du aflyste. { $name } får det hele tilbage.
ecard-cancelled-system = ❌ Den blev aflyst.
ecard-kept = Du beholder { $amount }.
ecard-kept-nothing = Det hele betales tilbage.

schedule-title = <b>Dine kommende sessioner</b> · tider i { $zone }
schedule-line = { $number } <b>{ $when }</b> · { $name }, { $title }
schedule-none = Ingen kommende sessioner endnu.
