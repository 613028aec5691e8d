## Hvornår en ekspert har tid: /availability

windows-title = Du har tid (tidszone: <b>{ $zone }</b>):
windows-none = Du har ikke skrevet nogen ledige tider endnu, så ingen kan booke dig.
windows-saved-none = ✅ Gemt. Du er aldrig ledig nu, så ingen kan booke dig.
windows-how =
    Skriv nye på én linje, for eksempel:
    <code>/availability man-fre 9-17, lør 10-14</code>
windows-ask =
    Hvornår har du tid (tidszone: <b>{ $zone }</b>)? Skriv det på én linje, for eksempel:
    <code>man-fre 9-17, lør 10-14</code>
windows-preview = Jeg læser det sådan (tidszone: <b>{ $zone }</b>):
windows-preview-none = Jeg læser det sådan: Du har aldrig tid.
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
windows-uncovered-none = Det går ikke ud over nogen bookinger.
windows-uncovered = { $n ->
    [one] 1 booking ligger uden for de tider. Den står ved magt:
   *[other] { $n } bookinger ligger uden for de tider. De står ved magt:
}
windows-uncovered-line = • <b>{ $when }</b> · { $name }, { $title }
windows-uncovered-more = og { $n } til
windows-saved = ✅ Gemt. Du har tid (tidszone: <b>{ $zone }</b>):
windows-done = { $adds ->
    [0] Ingen tider kom til
    [one] 1 tid kom til
   *[other] { $adds } tider kom til
}, og { $removes ->
    [0] ingen blev fjernet.
    [one] 1 blev fjernet.
   *[other] { $removes } blev fjernet.
}
windows-too-many = Det er flere forskellige tidsrum, end jeg kan holde styr på ad gangen – højst elleve. Skriv det lidt enklere.
windows-kept = Intet er ændret. Du har tid (tidszone: <b>{ $zone }</b>):
windows-zone-changed = Din tidszone er ændret, siden du skrev det her. Se det lige efter en gang til:
windows-marked =
    <pre>{ $above }
    { $below }</pre>
windows-try-again = Skriv det en gang til, for eksempel <code>man-fre 9-17, lør 10-14</code>, eller /cancel.
windows-newer = Du har skrevet nyere tider siden. Her er de nyeste:
label-windows-change = Ret mine tider

## Forespørgsler

request-title = Ny forespørgsel fra <b>{ $name }</b>
request-title-level = Ny forespørgsel fra <b>{ $name }</b> ({ $level })
request-session = { $title }, <b>{ $span }</b>
request-session-yours = { $title }, <b>{ $span }</b> (din tid)
request-note = ”{ $note }”
request-answer-by = 💳 { $price } er reserveret. Svar senest <b>{ $until }</b>; derefter bliver beløbet frigivet.
request-answer-by-free = Gratis. Svar senest <b>{ $until }</b>; derefter er tiden ledig igen.
request-answer-by-free-seat = Gratis. Svar senest <b>{ $until }</b>; derefter er pladsen ledig igen.
request-group = 👥 Et hold på op til { $of }; { $asked ->
    [0] der er ikke andre tilmeldt endnu.
    [one] 1 anden har spurgt, men ingen er tilmeldt endnu.
   *[other] { $asked } andre har spurgt, men ingen er tilmeldt endnu.
}
request-group-with = 👥 Et hold på op til { $of }; { $who } kommer { $n ->
   *[other] også
}{ $asked ->
    [0] .
    [one] , og 1 anden har spurgt.
   *[other] , og { $asked } andre har spurgt.
}
requests-title = { $n ->
    [one] <b>1 forespørgsel venter på dit svar.</b>
   *[other] <b>{ $n } forespørgsler venter på dit svar.</b>
}
requests-line = { $number } <b>{ $when }</b> · { $name }, { $title } · svar senest { $until }
requests-none = Ingen venter på dit svar.
label-accept = Sig ja
label-decline = Sig nej…
label-request = { $number } { $name } · { $when }

## At sige nej

decline-ask = Vil du sige nej til forespørgslen fra { $name } om <b>{ $when }</b>?
decline-released = De <b>{ $price }</b>, der er reserveret på kortet, bliver frigivet, og der bliver ikke trukket noget.
decline-time = Andre kan booke tiden bagefter.
decline-seat = Andre kan booke pladsen bagefter.
decline-ask-word =
    Hvad skal { $name } vide? Det bliver læst, præcis som du skriver det, for eksempel:
    <i>Jeg er bortrejst i den uge, men alle dage efter mandag passer mig fint.</i>
decline-word =
    Det her kommer { $name } til at læse:
    ”{ $word }”
decline-word-lost = Jeg har ikke din besked længere, så der er ikke sagt nej. Skriv den en gang til.
label-decline-yes = Sig nej
label-decline-word = Skriv til { $name }
stopped-decline = Jeg venter ikke længere på din besked. Der er ikke sagt nej.

## En booking, som den er nu, til eksperten.

ecard-head = <b>{ $name }</b>, { $title }
ecard-unpaid = { $name } er ved at betale. Du bliver spurgt, når det er sket.
ecard-charging = Du sagde ja. Trækker { $price }…
ecard-confirmed = ✅ { $when }: { $name }, { $title }. { $price } er trukket.
ecard-confirmed-part = ✅ { $when }: { $name }, { $title }. { $price } er trukket, { $gone } er givet tilbage.
ecard-confirmed-free = ✅ { $when }: { $name }, { $title }. Gratis.
ecard-completed = ✅ Afholdt. Du har tjent { $price }.
ecard-completed-free = ✅ Afholdt.
ecard-declined = ❌ Du sagde nej. { $name } har fået besked, og pengene er frigivet.
ecard-declined-free = ❌ Du sagde nej. { $name } har fået besked.
ecard-declined-word = Du skrev: ”{ $word }”
ecard-unanswered = ❌ Svarfristen løb ud. Pengene er frigivet.
ecard-unanswered-free = ❌ Svarfristen løb ud.
ecard-withdrawn = ❌ { $name } trak forespørgslen tilbage.
ecard-failed = ❌ Beløbet kunne ikke trækkes på kortet, så sessionen er aflyst.
ecard-failed-group = ❌ Beløbet kunne ikke trækkes på kortet, så { $name } kommer ikke.
ecard-cancelled-learner = ❌ { $name } har aflyst. { $kept }
ecard-cancelled-expert = ❌ Du har aflyst. { $name } får det hele tilbage.
ecard-cancelled-expert-free = ❌ Du har aflyst. { $name } har fået besked.
ecard-taken-off = ❌ Du har taget { $name } af holdet. { $name } får det hele tilbage.
ecard-taken-off-free = ❌ Du har taget { $name } af holdet. { $name } har fået besked.
ecard-cancelled-unpaid = ❌ Du aflyste, før { $name } havde betalt.
ecard-cancelled-system = ❌ Sessionen blev aflyst.
ecard-shut = Ingen kan booke tiden nu.
ecard-kept = Du beholder { $amount }.
ecard-kept-disputed = Du beholder { $amount }, hvis ikke banken henter dem tilbage: Den er ved at afgøre sagen om betalingen.
ecard-kept-nothing = Det hele betales tilbage.

schedule-title = <b>Dine kommende sessioner</b> · tidszone { $zone }
schedule-line = { $number } <b>{ $when }</b> · { $name }, { $title }
schedule-none = Ingen kommende sessioner endnu.
schedule-waiting = { $n ->
    [one] 🙋 1 forespørgsel venter på dit svar.
   *[other] 🙋 { $n } forespørgsler venter på dit svar.
}
ecard-kept-free = Sessionen var gratis.
level-one-BEGINNER = begynder
level-one-INTERMEDIATE = let øvet
level-one-ADVANCED = øvet

## En tid, hvor der sidder flere på holdet.

group-head = <b>{ $title }</b> · 👥 { $n } af { $of } pladser
group-line = { $number } <b>{ $name }</b> · { $state }
group-nobody = Der er ingen tilmeldt længere.
estate-held = har ikke betalt endnu
estate-processing = betalingen er på vej
estate-asked = venter på dit svar
estate-charging = beløbet trækkes
estate-confirmed = kommer
label-group = Holdet: { $sure } med
label-group-asked = Holdet: { $sure } med, { $asked } venter
label-offer-again = Tilbyd tiden igen
label-take-off = Tag { $name } af
take-off-ask = Vil du tage <b>{ $name }</b> af holdet <b>{ $when }</b>?
label-cancel-both = Aflys for begge
label-cancel-all = Aflys for alle { $n }
group-cancel-ask = Vil du aflyse <b>{ $when }</b>, { $title }, { $n ->
    [one] for den eneste tilmeldte
    [2] for begge to
   *[other] for alle { $n }
}?
group-returns-back = • <b>{ $name }</b> får det hele tilbage: { $refund }
group-returns-rest = • <b>{ $name }</b> får resten tilbage: { $refund } ({ $gone } er allerede betalt tilbage)
group-returns-nothing = • <b>{ $name }</b> har allerede fået det hele tilbage: { $gone }
group-returns-released = • <b>{ $name }</b> venter på dit svar: de reserverede { $refund } bliver frigivet
group-returns-unpaid = • <b>{ $name }</b> har ikke betalt endnu, og der bliver ikke trukket noget
group-returns-free = • <b>{ $name }</b>: det var gratis
group-returns-more = • og { $n } til på samme måde
group-changed = Der er kommet en deltager til i mellemtiden, så intet er aflyst. Se på det en gang til.
group-cancelled = ❌ Aflyst: <b>{ $when }</b>, { $title }. Jeg giver { $names } besked, og alt betales tilbage.
group-cancelled-free = ❌ Aflyst: <b>{ $when }</b>, { $title }. Jeg giver { $names } besked.
freed-time = Tiden er ledig igen.
freed-too-late = Den tid er allerede kommet, så den kan ikke tilbydes længere.
freed-paused = Du tilbyder tiden igen, men sessionen er ikke åben lige nu, så ingen kan booke den.
freed-seat = En plads er ledig igen.
freed-seat-with = En plads er ledig igen; { $who } kommer { $n ->
   *[other] stadig
}.
freed-nothing-with = { $who } kommer { $n ->
   *[other] stadig
}.
