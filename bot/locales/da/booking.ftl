## Find en tid: emner, sessioner, dage, klokkeslæt.

topics-ask =
    Hvad vil du gerne lære?
    Tallet er antallet af sessioner med ledige tider.
topics-none = Der er ikke noget ledigt lige nu. Eksperterne lægger nye tider ind hver dag, så kig forbi igen i morgen.
topic-gone = Der er ikke noget ledigt dér længere. Det her er ledigt nu:
label-topic = { $topic } · { $count }
label-look-again = Kig igen
label-other-topics = Andre emner

sessions-title = <b>{ $topic }</b> · tidszone { $zone }
sessions-line = { $number } <b>{ $name }</b> { $rating } · { $title }, { $minutes } min. · { $price } · { $when }
sessions-none = Der er ikke noget ledigt i <b>{ $topic }</b> de næste 28 dage.
label-session = { $number } { $name } · { $when }
rating-count = ★ { $rating } ({ $sessions })
price-free = gratis

session-head = <b>{ $title }</b> med <b>{ $name }</b>
session-facts = { $rating }, { $minutes } min., { $price }
session-needs = Du skal bruge: { $needs }
session-seats = Et hold på højst { $count } deltagere.
days-ask = Hvilken dag i <b>{ $month }</b>?
days-seats = 👥 Tidligst: { $n } af { $of } pladser tilbage
days-none-month = Der er ikke noget ledigt i <b>{ $month }</b>.
days-none = Der er ikke noget ledigt til denne session de næste 28 dage.
label-earliest = Tidligst: { $when }

times-ask = <b>{ $day }</b> · tidszone { $zone }
times-seats = 👥 { $n } af { $of } pladser tilbage: { $times }
times-part-ask = Hvornår på dagen?
times-none = Der er ikke mere ledigt <b>{ $day }</b>.
label-morning = Formiddag · { $count }
label-afternoon = Eftermiddag · { $count }
label-evening = Aften · { $count }
label-another-day = « En anden dag
label-another-part = « Tid på dagen

## Opsummeringen, før noget er bindende.

summary-when = 🕑 { $span }
summary-when-both = 🕑 { $span } ({ $name }: { $theirs }, { $zone })
summary-seats = 👥 { $n ->
    [one] 1 plads tilbage
   *[other] { $n } pladser tilbage
}
summary-price = 💳 { $price } reserveres på dit kort og trækkes kun, hvis { $name } siger ja
summary-price-instant = 💳 { $price } trækkes, så snart du betaler – hos { $name } booker du direkte
summary-price-free = 💳 Gratis – { $name } skal bare sige ja
summary-price-free-instant = 💳 Gratis, og aftalen er på plads med det samme
summary-terms = Gratis at aflyse indtil { $until }, derefter får du halvdelen tilbage
summary-terms-late = Der er under { $hours } timer til start: Aflyser du, får du halvdelen tilbage
summary-terms-unusual = Gratis at aflyse indtil { $until }. Hos { $name } får du halvdelen tilbage, når der er under { $hours } timer til start.
summary-answer-by = ⏳ { $name } har indtil { $until } til at svare; imens kan du gratis trække forespørgslen tilbage
summary-answer-by-free = ⏳ { $name } har indtil { $until } til at svare; imens kan du trække forespørgslen tilbage
summary-answer-in = ⏳ { $name } har { $hours } timer til at svare; imens kan du gratis trække forespørgslen tilbage
summary-answer-in-free = ⏳ { $name } har { $hours } timer til at svare; imens kan du trække forespørgslen tilbage
summary-answer-soon = ⏳ { $name } har { $minutes } minutter til at svare; imens kan du gratis trække forespørgslen tilbage
summary-answer-soon-free = ⏳ { $name } har { $minutes } minutter til at svare; imens kan du trække forespørgslen tilbage
summary-note = 📝 ”{ $note }”
summary-said =
    Du skrev: ”{ $said }”
    Vil du fortælle { $name } det, så tryk på <b>Send det med</b>.
summary-gone = Den tid bliver ikke tilbudt mere. Her er, hvad der er ledigt nu:
summary-taken = Den tid er blevet taget i mellemtiden. Det her er ledigt nu:
summary-price-changed = Prisen er ændret i mellemtiden. Nu er den sådan:
label-book = Book tiden
label-book-without = Book uden det
label-note = Skriv en besked
label-note-change = Ret beskeden
label-note-drop = Fjern beskeden
label-note-keep = Send det med

note-ask =
    Hvad skal { $name } vide på forhånd? Skriv det i én besked, for eksempel:
    <i>Jeg vil gerne lære at læse CSV-filer.</i>
note-ask-again =
    Din besked nu: ”{ $note }”
    Skriv den om, så bytter jeg den ud.
note-too-long = Det er { $count } tegn, og der er plads til { $most }. Gør den lidt kortere.
note-empty = Skriv beskeden som tekst, for eksempel: <i>Jeg vil gerne lære at læse CSV-filer.</i>

## En booking, som den er nu: én linje om dens tilstand, til den, der lærer.

card-head = <b>{ $title }</b> med <b>{ $name }</b>
card-preparing = Pladsen er din. Jeg gør betalingslinket klar…
card-held = Pladsen er din indtil <b>{ $until }</b>. Betal for at sende din forespørgsel til { $name }.
card-held-instant = Pladsen er din indtil <b>{ $until }</b>. Betal for at booke tiden hos { $name }.
card-processing = Din bank arbejder stadig på betalingen. Pladsen er din imens.
card-asked = 💳 { $price } er reserveret på dit kort. { $name } har indtil <b>{ $until }</b> til at svare; du hører fra mig.
card-asked-free = { $name } har indtil <b>{ $until }</b> til at svare; du hører fra mig.
card-charging = ✅ { $name } sagde ja. Trækker { $price }…
card-confirmed = ✅ Bekræftet. 💳 { $price } er trukket.
card-confirmed-free = ✅ Bekræftet.
card-completed = ✅ Afholdt. 💳 { $price } er trukket.
card-completed-free = ✅ Afholdt.
card-meet = I mødes her: { $link }
card-declined = ❌ { $name } kunne ikke. Der er ikke trukket noget.
card-declined-free = ❌ { $name } kunne ikke.
card-ran-out = ❌ Din reservation udløb. Der er ikke trukket noget.
card-let-go = ❌ Du slap pladsen. Der er ikke trukket noget.
card-let-go-free = ❌ Du slap pladsen.
card-payment-awaited = ⏳ Din bank arbejder stadig på betalingen. Når den frem, går hele beløbet, { $price }, tilbage til den konto, det kom fra.
card-payment-late = 💳 Betalingen kom først bagefter: hele beløbet, { $price }, går tilbage til den konto, det kom fra.
card-withdrawn = ❌ Du trak forespørgslen tilbage. Der er ikke trukket noget.
card-withdrawn-free = ❌ Du trak forespørgslen tilbage.
card-unanswered = ❌ { $name } nåede ikke at svare. Der er ikke trukket noget.
card-unanswered-free = ❌ { $name } nåede ikke at svare.
card-failed = ❌ Betalingen gik ikke igennem. Der er ikke trukket noget.
card-releasing = Reservationen på { $price } på dit kort er ved at blive frigivet.
card-released = Reservationen på { $price } på dit kort er frigivet.
card-cancelled-learner = ❌ Du har aflyst.
card-cancelled-expert = ❌ { $name } har aflyst.
card-taken-off = ❌ { $name } har taget dig af holdet.
card-cancelled-system = ❌ Sessionen blev aflyst.
card-refunding = 💳 { $refund } går tilbage til dit kort.
card-refunded = 💳 { $refund } er sendt tilbage til dit kort. Banken er nogle dage om at vise det.
card-refunded-partly = 💳 { $refund } er sendt tilbage til dit kort, og { $due } er stadig på vej.
card-refund-decides = ⚖️ Din bank er ved at afgøre sagen om betalingen. Derefter får du { $due } tilbage.
card-dispute-open = ⚖️ Din bank er ved at afgøre sagen om betalingen.
card-refund-admin = ⚠️ Din bank bliver ved med at sende de { $due } retur, som skulle tilbage på dit kort. En administrator sørger for, at du får pengene.
card-elsewhere = 💳 Du har fået { $amount } tilbage på en anden måde.
card-disputed = 💳 Din bank har hentet { $amount } tilbage til dig.
card-share-charging = 💳 { $share } af beløbet bliver trukket, og resten af reservationen på dit kort bliver frigivet.
card-share = 💳 { $share } er trukket, og resten af reservationen på dit kort er frigivet.
card-no-refund = 💳 { $price } er trukket, og der er ikke betalt noget tilbage.

label-pay = Betal { $price }
label-let-go = Slip pladsen
label-try-again = Prøv igen
label-withdraw = Træk tilbage…
label-materials = Materialer
label-cancel = Aflys…
label-same-time = Samme tid igen
label-other-times = Andre tider
label-all-times = Alle tider
label-book-again = Book igen
label-alternative = { $number } { $name } · { $when }

## Kortet for en booking, når en nyere besked har taget over: hvad det blev til.

past-paid = 💳 { $price } blev reserveret på dit kort.
past-elsewhere = ℹ️ Du har åbnet den i en anden besked.
past-screen = ↓ Det fortsætter i en nyere besked herunder.
past-reminded = ℹ️ Hvordan det ser ud nu, og hvor I mødes, står i en nyere besked herunder.
past-accepted = ✅ Der blev sagt ja. Hvordan det ser ud nu, står i en nyere besked herunder.
past-booked = ✅ Booket. Hvordan det ser ud nu, står i en nyere besked herunder.
past-ran-out = ❌ Reservationen udløb.
past-declined = ❌ Der blev sagt nej.
past-unanswered = ❌ Ikke besvaret i tide.
past-withdrawn = ❌ Trukket tilbage.
past-failed = ❌ Betalingen gik ikke igennem.
past-cancelled = ❌ { $name } har aflyst.
past-done = ✅ Afholdt.

## /bookings

bookings-title = <b>Dine bookinger</b> · tidszone { $zone }
bookings-past-title = <b>Tidligere og aflyste</b> · tidszone { $zone }
bookings-line = { $number } <b>{ $when }</b> · { $title } med { $name } · { $state }
bookings-none = Du har ingen kommende bookinger.
bookings-past-none = Her er ikke noget endnu.
label-past = Tidligere og aflyste
label-upcoming = « Kommende
label-booking = { $number } { $name } · { $when }
state-held = venter på din betaling
state-processing = betalingen er i gang
state-asked = venter på svar
state-charging = bliver trukket
state-confirmed = bekræftet
state-completed = afholdt
state-failed = betalingen gik ikke igennem
state-withdrawn = trukket tilbage
state-let-go = sluppet
state-unanswered = ikke besvaret i tide
state-ran-out = reservationen udløb
state-declined = afslået
state-cancelled = aflyst

## Aflysning

cancel-ask = Vil du aflyse <b>{ $when }</b> med { $name }?
cancel-all = Du får <b>{ $refund }</b> tilbage (det hele, indtil { $until }).
cancel-part = Du får <b>{ $refund }</b> tilbage (halvdelen, da der er under { $hours } timer til start).
cancel-rest = Du får <b>{ $refund }</b> tilbage (hele resten, indtil { $until }).
cancel-rest-part = Du får <b>{ $refund }</b> tilbage (halvdelen af de resterende { $left }, da der er under { $hours } timer til start).
cancel-nothing = Du får ikke noget tilbage.
cancel-free = Sessionen var gratis, så der er ikke noget at betale tilbage.
cancel-as-expert = { $name } får det hele tilbage: <b>{ $refund }</b>.
cancel-as-expert-rest = { $name } får resten tilbage: <b>{ $refund }</b> ({ $gone } er allerede betalt tilbage).
cancel-as-expert-nothing = { $name } har allerede fået det hele tilbage: { $gone }.
cancel-shuts = Derefter kan ingen booke tiden, før du tilbyder den igen.
cancel-disputed = ⚖️ Din bank er ved at afgøre sagen om betalingen: Der kommer ikke noget tilbage, før den er afgjort, og ikke det, som banken selv henter til dig.
cancel-disputed-expert = ⚖️ Banken er ved at afgøre sagen om betalingen fra { $name }: Der kommer ikke noget tilbage, før den er afgjort.
cancel-changed = Vilkårene er ændret i mellemtiden. Kig lige igen, før du aflyser.
cancel-too-late = Sessionen er begyndt, så den kan ikke aflyses længere.
label-cancel-yes = Aflys sessionen
label-cancel-seat = Aflys min plads
label-cancel-no = Behold sessionen
label-take-off-no = Behold { $name }
label-cancel-seat-no = Behold min plads

## At trække en forespørgsel tilbage

withdraw-ask = Vil du trække forespørgslen om <b>{ $when }</b> hos { $name } tilbage?
withdraw-released = Der er ikke trukket noget, og reservationen på <b>{ $price }</b> på dit kort bliver frigivet.
withdraw-time = Tiden bliver ledig for andre igen.
withdraw-seat = Din plads bliver ledig for andre igen.
label-withdraw-yes = Ja, træk den tilbage
label-withdraw-no = Behold forespørgslen
