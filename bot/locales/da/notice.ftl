## Det, andre gør, og det, tiden gør, fortalt til den, der lærer.

notice-card-declined = Banken afviste kortet. Pladsen er stadig din indtil <b>{ $until }</b>.
notice-hold-ran-out = Din reservation af <b>{ $when }</b> hos { $name } udløb kl. { $until }. Der er ikke trukket noget.
notice-authorized = 💳 { $price } er reserveret på dit kort. { $name } har indtil <b>{ $until }</b> til at svare; du hører fra mig.
notice-authorized-free = { $name } er spurgt og har indtil <b>{ $until }</b> til at svare; du hører fra mig.
notice-accepted = ✅ <b>{ $name } sagde ja.</b> { $title }, <b>{ $span }</b>
notice-confirmed = ✅ <b>Du er booket</b> hos { $name }. { $title }, <b>{ $span }</b>
notice-charged-meet = 💳 { $price } er trukket · Mødested: { $link } · kalenderfil vedhæftet
notice-meet = Mødested: { $link } · kalenderfil vedhæftet
notice-declined = { $name } kan ikke <b>{ $when }</b>. Der er ikke trukket noget, og reservationen på dit kort er frigivet.
notice-declined-free = { $name } kan ikke <b>{ $when }</b>.
notice-reason = “{ $reason }”
notice-unanswered = { $name } nåede ikke at svare på din forespørgsel om <b>{ $when }</b>. Der er ikke trukket noget, og reservationen på dit kort er frigivet.
notice-unanswered-free = { $name } nåede ikke at svare på din forespørgsel om <b>{ $when }</b>.
notice-alternatives = Det her er ledigt i stedet:
notice-alternative = { $number } <b>{ $name }</b> · { $title } · { $price } · { $when }
notice-capture-failed = ❌ { $name } sagde ja til <b>{ $when }</b>, men din bank afviste betalingen. Bookingen er aflyst, og der er ikke trukket noget. Et andet kort virker måske: book igen.
notice-payment-failed = ❌ Betalingen for <b>{ $when }</b> hos { $name } gik ikke igennem, så tiden er ledig igen. Der er ikke trukket noget.
notice-paid-too-late = Din betaling for <b>{ $when }</b> hos { $name } kom, efter at reservationen var udløbet. Der bliver ikke trukket noget: de { $price }, der er reserveret på dit kort, bliver frigivet.
notice-expert-cancelled = ❌ { $name } har måttet aflyse <b>{ $when }</b>, { $title }. Dine { $price } er på vej tilbage, det hele.
notice-expert-cancelled-free = ❌ { $name } har måttet aflyse <b>{ $when }</b>, { $title }.
notice-refunded = 💳 { $refund } for <b>{ $when }</b> hos { $name } er sendt tilbage til dit kort. Banken er nogle dage om at vise det.
notice-completed = Det var { $title } hos <b>{ $name }</b>. Jeg håber, det hjalp.
notice-reminder-hour = Om <b>1 time</b>, kl. { $time }: { $title } hos { $name }.
notice-reminder-day = <b>{ $when }</b>: { $title } hos { $name } ({ $minutes } min.).
notice-meet-short = Mødested: { $link }

## … og til eksperten.

enotice-capture-failed = ❌ { $name }s bank afviste betalingen for <b>{ $when }</b>, { $title }. Bookingen er aflyst, og tiden er ledig igen.
enotice-learner-cancelled = ❌ { $name } har afbestilt <b>{ $when }</b>, { $title }. Tiden er ledig igen. { $kept }
enotice-request-withdrawn = { $name } trak forespørgslen på <b>{ $when }</b>, { $title }, tilbage. Du skal ikke gøre noget.
enotice-request-ran-out = Fristen for at svare { $name } løb ud: <b>{ $when }</b>, { $title }. Pengene er frigivet, og tiden er ledig igen.
enotice-completed = ✅ { $title } med <b>{ $name }</b> er afholdt. Du har tjent { $price }.
enotice-completed-free = ✅ { $title } med <b>{ $name }</b> er afholdt.
enotice-reminder-hour = Om <b>1 time</b>, kl. { $time }: { $title } med { $name }.
enotice-reminder-day = <b>{ $when }</b>: { $title } med { $name } ({ $minutes } min.).

label-details = Detaljer

## Kalenderfilen, som ren tekst.

calendar-title = { $title } med { $name }
calendar-about = Booket med Tutorline. Mødested: { $link }
calendar-about-no-link = Booket med Tutorline.
