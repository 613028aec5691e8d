## Det, andre gør, og det, tiden gør, fortalt til den, der lærer.

notice-card-declined = Banken afviste kortet. Pladsen er stadig din indtil <b>{ $until }</b>.
notice-hold-ran-out = Din reservation af <b>{ $when }</b> med { $name } udløb kl. { $until }. Der er ikke trukket noget.
notice-authorized = 💳 { $price } er reserveret på dit kort. { $name } har indtil <b>{ $until }</b> til at svare; du hører fra mig.
notice-authorized-free = { $name } er spurgt og har indtil <b>{ $until }</b> til at svare; du hører fra mig.
notice-accepted = ✅ <b>{ $name } sagde ja:</b> { $title }
notice-confirmed = ✅ <b>Så er det aftalt</b> med { $name }: { $title }
notice-charged-meet = 💳 { $price } er trukket · I mødes her: { $link } · kalenderfil vedhæftet
notice-meet = I mødes her: { $link } · kalenderfil vedhæftet
notice-declined = { $name } kan ikke <b>{ $when }</b>. Der er ikke trukket noget, og reservationen på dit kort er frigivet.
notice-declined-free = { $name } kan ikke <b>{ $when }</b>.
notice-reason = ”{ $reason }”
notice-unanswered = { $name } nåede ikke at svare på din forespørgsel om <b>{ $when }</b>. Der er ikke trukket noget, og reservationen på dit kort er frigivet.
notice-unanswered-free = { $name } nåede ikke at svare på din forespørgsel om <b>{ $when }</b>.
notice-alternatives = Det her er ledigt i stedet:
notice-alternative = { $number } <b>{ $name }</b> · { $title } · { $price } · { $when }
notice-capture-failed = ❌ { $name } sagde ja til <b>{ $when }</b>, men din bank afviste betalingen, så du er ikke booket. Der er ikke trukket noget. Måske virker et andet kort.
notice-capture-failed-instant = ❌ Din bank afviste betalingen for <b>{ $when }</b> med { $name }, så du er ikke booket. Der er ikke trukket noget. Måske virker et andet kort.
notice-payment-failed = ❌ Betalingen for <b>{ $when }</b> med { $name } gik ikke igennem, så den er ikke booket. Der er ikke trukket noget.
notice-paid-too-late = Din betaling for <b>{ $when }</b> med { $name } kom, efter at reservationen var udløbet. Der bliver ikke trukket noget, og de { $price } på dit kort bliver frigivet.
notice-paid-too-late-bank = Din betaling for <b>{ $when }</b> med { $name } kom, efter at { $by ->
    [learner] du havde sluppet pladsen
    [expert] { $name } havde aflyst
   *[system] reservationen var udløbet
}. Vi beholder ikke noget af den: hele beløbet, { $price }, går tilbage til den konto, det kom fra.
notice-expert-cancelled = ❌ { $name } har måttet aflyse <b>{ $when }</b>, { $title }.
notice-taken-off = ❌ { $name } har taget dig af holdet <b>{ $when }</b>, { $title }.
notice-rest-back = Resten, { $due }, er på vej tilbage ({ $gone } er allerede betalt tilbage).
notice-all-back = Hele beløbet, { $price }, er på vej tilbage.
notice-completed = Det var { $title } med <b>{ $name }</b>. Jeg håber, du fik noget ud af det.
notice-reminder-hour = Om <b>1 time</b>, kl. { $time }: { $title } med { $name }.
notice-reminder-day = <b>{ $when }</b>: { $title } med { $name } ({ $minutes } min.).
notice-meet-short = I mødes her: { $link }
notice-stripe-away-held = ⏳ Betalingstjenesten svarer ikke lige nu. Jeg bliver ved med at prøve, og linket kommer her af sig selv; der trækkes ikke noget imens.
notice-stripe-away-charging = ⏳ Betalingstjenesten svarer ikke lige nu. Jeg bliver ved med at prøve; beløbet trækkes én gang, så snart den svarer.

## Det, regnskabet fortæller: kvitteringer, og penge, der er gået tilbage.

receipt-charged = 🧾 <b>Kvittering</b> · { $amount } er trukket
receipt-share = 🧾 <b>Kvittering</b> · { $amount } af { $price } er trukket, fordi du aflyste sent; resten af reservationen på dit kort bliver frigivet
receipt-of = Booking nr. <code>{ $booking }</code> · { $when }
label-receipt = Kvittering fra Stripe
notice-refunded = 💳 <b>{ $refund }</b> er sendt tilbage til dit kort. Banken er nogle dage om at vise det.
notice-refunded-again = 💳 <b>{ $refund }</b> er sendt til dit kort en gang til. Banken er nogle dage om at vise det.
notice-still-on = Sessionen finder sted som aftalt.
notice-still-due = Yderligere { $due } er på vej.
notice-refund-returned = ⚠️ Din bank har sendt de <b>{ $refund }</b> retur, som skulle tilbage på dit kort.
notice-refund-again = Der bliver prøvet igen.
notice-refund-admin = Det hjalp ikke at prøve igen. En administrator sørger for, at du får pengene.
notice-paid-elsewhere = 💳 Du har fået <b>{ $amount }</b> tilbage på en anden måde: { $how }.
notice-dispute-lost = 💳 Din bank har hentet <b>{ $amount }</b> tilbage til dig, som du havde bedt den om.

## … og til eksperten.

enotice-refunded = 💳 En administrator har givet <b>{ $name }</b> { $amount } tilbage for <b>{ $when }</b>, { $title }.
enotice-dispute-lost = 💳 Banken har hentet { $amount } tilbage til <b>{ $name }</b> for <b>{ $when }</b>, { $title }: { $name } fik medhold i sin indsigelse.
enotice-dispute-opened = ⚖️ Der er gjort indsigelse mod betalingen fra <b>{ $name }</b> for <b>{ $when }</b>, { $title }. Banken holder { $amount } tilbage, til sagen er afgjort.
enotice-dispute-then = En administrator svarer banken, og du skal ikke gøre noget. Giver banken os medhold, beholder du dine { $kept }; ellers beholder du { $some ->
    [none] ikke noget
   *[some] { $left }
} af dem. Det kan tage nogle uger, og du hører fra mig, når sagen er slut.
enotice-dispute-nothing = Du skulle ikke have noget af beløbet, så for dig ændrer det ikke noget.
enotice-dispute-won = ✅ Banken har afgjort indsigelsen mod betalingen fra <b>{ $name }</b> for <b>{ $when }</b>, { $title }: betalingen står ved magt.
enotice-dispute-kept = Du beholder dine { $left }.
enotice-left = Du beholder { $left } af { $price }.
enotice-left-nothing = Du beholder ikke noget af de { $price }.

enotice-capture-failed = ❌ Banken afviste betalingen fra { $name } for <b>{ $when }</b>, { $title }. Sessionen er aflyst.
enotice-learner-cancelled = ❌ { $name } har aflyst <b>{ $when }</b>, { $title }.
enotice-capture-failed-group = ❌ Banken afviste betalingen fra { $name } for <b>{ $when }</b>, { $title }, så { $name } kommer ikke.
enotice-request-withdrawn = { $name } trak forespørgslen på <b>{ $when }</b>, { $title }, tilbage. Du skal ikke gøre noget.
enotice-request-ran-out = Fristen for at svare { $name } løb ud: <b>{ $when }</b>, { $title }.
enotice-released = Pengene er frigivet.
enotice-completed = ✅ { $title } med <b>{ $name }</b> er afholdt. Du har tjent { $price }.
enotice-completed-free = ✅ { $title } med <b>{ $name }</b> er afholdt.
enotice-reminder-hour = Om <b>1 time</b>, kl. { $time }: { $title } med { $name }.
enotice-reminder-day = <b>{ $when }</b>: { $title } med { $name } ({ $minutes } min.).

label-details = Detaljer

## Kalenderfilen, som ren tekst.

calendar-title = { $title } med { $name }
calendar-about = Booket med Tutorline. I mødes her: { $link }
calendar-about-no-link = Booket med Tutorline.
# Under filen, der fjerner aftalen igen.
calendar-gone = Åbn den, så bliver aftalen fjernet fra din kalender.
