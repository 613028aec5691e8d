## At blive ekspert: /expert

teach-step = <b>Tilbyd sessioner</b> · { $n } af { $of }
teach-ask-bio =
    Hvad underviser du i? Fortæl det i en sætning eller to, for eksempel:
    <i>Dataingeniør med ti års Python i drift.</i>
teach-ask-topics =
    Hvilke emner? Et par ord med komma imellem, for eksempel:
    <i>python, data engineering, sql</i>
teach-ask-rate =
    Hvad tager du i timen, i { $currency }? For eksempel <i>450</i> eller <i>gratis</i>.
    Hver session kan have sin egen pris.
teach-currency-stays = Det bliver ved { $currency }: Der er booket i den valuta, og din indtjening tælles i den.
teach-currency-moves = ⏸ I { $currency } kommer de af dine sessioner, der koster noget, på pause: Giv hver sin nye pris, og åbn den igen.
teach-ask-meeting =
    Hvor mødes I? Send dit eget link, for eksempel <i>https://meet.google.com/abc-defg-hij</i>, eller lad mig lave et rum til hver session.
teach-now = Dit svar nu: <i>{ $answer }</i>
teach-check = <b>Det her får en administrator at se.</b> Tryk på en del for at rette den.
teach-check-tap = Tryk på en del for at rette den, eller send ansøgningen.
teach-bio = ”{ $bio }”
teach-topics = Emner: { $topics }
teach-rate-line = 💳 Timepris: { $rate }
teach-rate = { $price } i timen
teach-meeting = Mødested: { $place }
teach-room-each = et rum til hver session
teach-applied =
    Tak. En administrator ser på det, som regel inden for et døgn, og så hører du fra mig.
    Imens kan du:
teach-status-pending = <b>Din ekspertprofil</b> · en administrator ser på den
teach-status-verified = <b>Din ekspertprofil</b> · ✅ godkendt
teach-status-rejected = <b>Din ekspertprofil</b> · ❌ ikke godkendt
teach-note = ”{ $note }”
teach-paused = ⏸ Alle dine sessioner holder pause: Ingen nye kan booke dig.
teach-sessions = { $n ->
    [0] Ingen sessioner endnu. /newsession laver den første.
    [one] 1 session, { $open ->
        [0] som ikke er åben
       *[other] som er åben
    }.
   *[other] { $n } sessioner, hvoraf { $open } er åbne.
}
teach-sessions-paused = { $n ->
    [one] 1 session.
   *[other] { $n } sessioner.
}
teach-no-windows = 🕑 Du har ikke skrevet endnu, hvornår du har tid: /availability
teach-verified = ✅ <b>Du er godkendt.</b>
teach-verified-bookable = Nu kan dine åbne sessioner bookes.
teach-verified-none = Opret din første session, så kan den bookes.
teach-verified-open = Ingen af dine sessioner er åbne endnu.
teach-rejected = ❌ En administrator har afvist din ansøgning:
teach-rejected-next = Ret det, der blev nævnt, og søg igen – så tit du vil.
teach-withdrawn = ❌ <b>En administrator har trukket din godkendelse tilbage:</b>
teach-withdrawn-next =
    Ingen kan booke noget nyt hos dig. Det, der er booket, står ved magt: Bekræftede sessioner finder sted, og forespørgsler, der venter, kan besvares.
    Du kan søge igen.
teach-saved = ✅ Gemt.
teach-saved-moved = ✅ Gemt. De af dine sessioner, der koster noget, holder pause: Giv hver sin nye pris under <b>Mine sessioner</b>, og åbn den.
teach-not-applied = Jeg venter ikke længere på et svar, og intet er sendt. /expert begynder forfra.
teach-lost = Dine tidligere svar er væk, så vi begynder forfra:
label-teach-keep = Behold svaret
label-teach-bio = Det underviser jeg i
label-teach-topics = Emner
label-teach-rate = Timepris
label-teach-meeting = Mødested
label-apply = Send ansøgningen
label-apply-again = Søg igen
label-room-each = Et rum til hver session
label-set-windows = Skriv, hvornår du har tid
label-expert = Min ekspertprofil
label-become-expert = Tilbyd selv sessioner
label-pause-all = Sæt alle på pause
label-resume-all = Tag imod bookinger igen
currency-DKK = kr. (DKK)
currency-USD = $ (USD)
currency-EUR = € (EUR)

## Sessioner: /newsession og /sessions

session-step = <b>En ny session</b> · { $n } af { $of }
session-ask-title =
    Hvad hedder den? For eksempel:
    <i>Python fra bunden</i>
session-ask-description =
    Beskriv den i et par sætninger: Hvem er den for, og hvad kan man bagefter? For eksempel:
    <i>Fra den første variabel til en CSV-fil, i dit eget tempo.</i>
session-ask-duration = Hvor mange minutter varer den? Tryk, eller skriv et tal, som 15 går op i, for eksempel <i>75</i>.
session-ask-price = Hvad koster den, i { $currency }? Tryk, eller skriv et beløb, for eksempel <i>450</i> eller <i>gratis</i>.
session-at-rate = Med din timepris bliver det { $price } for { $minutes } min.
session-ask-level = Hvem er den for? Tryk på et niveau.
session-ask-topics =
    Under hvilke emner skal den findes? Med komma imellem, for eksempel:
    <i>python, data</i>
session-ask-seats = Hvor mange kan være med ad gangen? Tryk, eller skriv et tal, for eksempel <i>6</i>.
session-ask-prerequisites =
    Hvad skal man have med? For eksempel:
    <i>en bærbar med Python på</i>
session-ask-materials =
    Hvor ligger materialerne? De, der har booket, får linket til dine dokumenter, for eksempel:
    <i>https://docs.google.com/document/d/python-fra-bunden</i>
offering-head = <b>{ $title }</b>
offering-facts = { $minutes } min. · 💳 { $price } · { $seats }
offering-seats = { $n ->
    [one] 1 plads
   *[other] { $n } pladser
}
offering-level = Niveau: { $level }
offering-topics = Emner: { $topics }
offering-topics-yours = Emner: { $topics } (dem fra din profil)
offering-needs = Man skal bruge: { $needs }
offering-materials = Materialer: { $link }
offering-currency = Priserne er i { $currency }, ligesom din timepris.
offering-closed = ❌ <b>Ikke åben:</b> Ingen kan booke den. Det, der er booket, står ved magt.
offering-waits-pending = ✅ Åben. Den kan bookes, når en administrator har godkendt dig.
offering-waits-rejected = ✅ Åben, men du er ikke godkendt: se /expert.
offering-paused-all = ⏸ Åben, men alle dine sessioner holder pause: se /expert.
offering-no-windows = ✅ Åben, men du har ikke skrevet, hvornår du har tid: /availability
offering-open = { $n ->
    [0] ✅ <b>Åben</b>, men uden ledige tider de næste uger: /availability
    [one] ✅ <b>Åben</b> med 1 ledig tid
   *[other] ✅ <b>Åben</b> med { $n } ledige tider
}
session-over = Det spørgsmål er besvaret eller opgivet. Her er, hvad du tilbyder:
offerings-title = <b>Dine sessioner</b>
offerings-none = Du tilbyder ingen sessioner endnu.
offerings-line = { $number } ✅ <b>{ $title }</b> · { $minutes } min. · { $price } · { $n ->
    [one] 1 ledig tid
   *[other] { $n } ledige tider
}
offerings-line-closed = { $number } ❌ <b>{ $title }</b> · { $minutes } min. · { $price } · ikke åben
offerings-line-paused = { $number } ⏸ <b>{ $title }</b> · { $minutes } min. · { $price } · på pause
offerings-line-unverified = { $number } ⏳ <b>{ $title }</b> · { $minutes } min. · { $price } · åben, men ingen kan booke den endnu
offerings-pending = ⏳ En admin ser på din ansøgning. Indtil du er godkendt, kan ingen booke.
offerings-rejected = ❌ Du er ikke godkendt: Ingen kan booke noget nyt hos dig. /expert siger, hvad du kan gøre.
offerings-counted = En tid, hvor flere af dem kan begynde, tæller med hos dem alle. /availability tæller den kun én gang.
label-sessions = Mine sessioner
label-all-sessions = « Mine sessioner
label-new-session = Lav en session
label-your-rate = { $price } (din timepris)
label-your-rate-for = { $price } for { $minutes } min.
label-free = Gratis
label-no-level = For alle
label-no-topics = Emnerne fra min profil
label-no-prerequisites = Ingenting
label-no-materials = Ingen materialer
label-more = Mere…
label-session-open = Åbn den
label-session-pause = Sæt på pause
label-session-level = Niveau
label-session-topics = Emner
label-session-seats = Pladser: { $n }
label-session-title = Titel
label-session-description = Beskrivelse
label-session-duration = Varighed
label-session-price = Pris
label-session-prerequisites = Skal medbringes
label-session-materials = Materialer

## Svar, der ikke kan bruges

answer-sentence = Det er lidt kort. Skriv en hel sætning: hvad du laver, og hvor længe du har gjort det.
answer-address-documents = Det er ikke en webadresse. Skriv for eksempel <i>https://docs.google.com/document/d/python-basics</i>.
answer-empty = Jeg læser kun ord. Skriv det, eller tryk på en knap.
answer-too-long = Det er { $length } tegn, og jeg kan højst gemme { $most }. Gør det lidt kortere.
answer-topics = Der er ikke noget emne i det. Skriv et par ord med komma imellem, for eksempel <i>python, data engineering, sql</i>.
answer-too-many-topics = Det er { $n } emner, og { $most } er det højeste. Hvilke er vigtigst?
answer-topic-too-long = ”{ $topic }…” er for langt til et emne: højst { $most } tegn. Er der komma imellem dem?
answer-duration = Jeg kan ikke læse en varighed i det. Skriv for eksempel <i>60</i>, <i>1 t 30</i> eller <i>1:30</i>.
answer-quarters = En session varer et antal minutter, som 15 går op i, fra 15 til 720. For eksempel <i>45</i>.
answer-address = Det er ikke en webadresse. Skriv for eksempel <i>https://meet.google.com/abc-defg-hij</i>.
answer-seats = Det er ikke et antal pladser fra 1 til 1000. Skriv for eksempel <i>6</i>.
answer-tap = Tryk på en af knapperne.
amount-unreadable = Jeg kan ikke læse et beløb i det. Skriv for eksempel <i>450</i>, <i>450,50</i> eller <i>gratis</i>.
amount-negative = Et beløb kan ikke være under nul. Skriv for eksempel <i>450</i> eller <i>gratis</i>.
amount-decimals = Et beløb har højst to decimaler. Skriv for eksempel <i>450,50</i>.
amount-currency = Der kan kun betales i kroner, dollar eller euro. Skriv for eksempel <i>450</i>.
amount-too-much = Det er mere, end man kan trække på et kort på én gang: højst { $most }. Skriv et mindre beløb.
amount-too-little = Det er mindre, end man kan trække på et kort: mindst { $least }. Skriv et højere beløb, eller 0 hvis det er gratis.
amount-ambiguous = Det kan læses på to måder. Er det <i>{ $whole }{ $part }</i> eller <i>{ $whole },{ $cents }</i>? Skriv det, du mener.
amount-fixed = Dine sessioner har priser i én valuta, og den kan ikke skiftes. Skriv beløbet i den.

stopped-expert = Jeg venter ikke længere på et svar om din profil. Intet er sendt eller ændret.
stopped-expert-kept = Jeg venter ikke længere på et svar. Det, du har svaret indtil nu, er gemt: /expert fortsætter med det.
stopped-session = Jeg venter ikke længere på et svar om en session. Intet er oprettet eller ændret.

## Hvordan man bliver booket

label-rules = Sådan bookes jeg
rules-title = <b>Sådan bliver du booket</b>
rules-ask = ✋ Du bliver spurgt først: Beløbet trækkes kun, hvis du siger ja.
rules-instant = ⚡ Uden at spørge: Den, der betaler, er booket med det samme, beløbet trækkes, og du får besked.
rules-policy = ↩️ Aflysning, <b>{ $name }</b>: Den, der har booket, får det hele tilbage indtil { $hours } timer før start og { $share } % derefter. Aflyser du selv, er det altid det hele.
rules-policy-kept = Bookinger, der allerede er lavet, beholder den regel, de blev lavet efter.
rules-notice = 🕑 Du kan bookes indtil { $time } før start.
rules-buffer = ⏸ { $time } holdes fri efter hver session.
rules-buffer-none = ⏸ Der kan ligge sessioner lige efter hinanden.
policy-flexible = fleksibel
policy-moderate = moderat
policy-strict = streng
label-rule-ask = Spørg mig først
label-rule-instant = Book uden at spørge mig
label-rule-policy = Gratis afbud til { $hours } t. før
label-rule-notice = 🕑 { $time }
label-rule-buffer = ⏸ { $time }
long-hours = { $n } t.
long-minutes = { $n } min.
