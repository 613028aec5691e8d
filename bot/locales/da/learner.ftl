## Det første skærmbillede, sprog, tidszone, hjælp. Tekster er Telegram-HTML; label-… er ren tekst.

start-welcome =
    Hej <b>{ $name }</b>, her booker du tid hos eksperter.
    Du betaler med kort, og der trækkes kun penge, hvis eksperten siger ja.
start-zone = 🕑 Tiderne gælder for <b>{ $zone }</b>.
start-expert = Du underviser også her: Dine forespørgsler og ledige tider finder du herunder.
start-admin = Du er administrator her: Ansøgninger, betalinger og bottens tilstand finder du herunder.
start-needs-zone = Først skal jeg vide, hvad klokken er hos dig.

label-find = Find en session
label-my-bookings = Mine bookinger
label-change-zone = Skift tidszone
label-home = « Start
label-requests = Forespørgsler
label-schedule = Min kalender
label-windows = Mine ledige tider
label-settings = Indstillinger
label-done = Færdig
settings-title = <b>Indstillinger</b>
settings-language = 💬 Jeg skriver <b>dansk</b>.
settings-zone = 🕑 Tiderne gælder for <b>{ $zone }</b>.
settings-zone-unknown = 🕑 Jeg kender ikke din tidszone endnu.

zone-ask =
    🕑 Hvilken by har samme tid som dig?
    Tryk på en, eller vælg en verdensdel. Du kan også skrive en by, for eksempel <i>Lissabon</i>.
zone-region = 🕑 <b>{ $region }</b>: Hvilken by er tættest på dig?
zone-found = 🕑 Hvilken by mener du?
zone-not-found =
    Jeg kender ingen tidszone, der hedder <b>{ $text }</b>.
    Prøv den nærmeste storby, for eksempel <i>Lissabon</i> eller <i>New York</i>, eller vælg en verdensdel.
zone-saved = 🕑 Fra nu af gælder tiderne for <b>{ $zone }</b>.
zone-region-europe = Europa
zone-region-america = Amerika
zone-region-asia = Asien
zone-region-africa = Afrika
zone-region-pacific = Australien og Stillehavet

help =
    <b>Det kan jeg hjælpe dig med</b>
    /book – find en session og book den
    /bookings – se eller aflys dine bookinger
    /settings – sprog og tidszone
    /cancel – afbryd det, vi er i gang med

    Når du booker, bliver beløbet reserveret på dit kort. Det trækkes kun, hvis eksperten siger ja – ellers bliver det frigivet.
help-become =
    <b>Underviser du også?</b>
    /expert – tilbyd selv sessioner
help-expert =
    <b>Som ekspert</b>
    /requests – hvem der venter på dit svar
    /schedule – dine kommende sessioner
    /newsession – tilbyd en session til
    /sessions – ret, åbn eller hold pause med dine sessioner
    /earnings – din indtjening, måned for måned
    /expert – din profil, din timepris, pause med det hele
    /availability – hvornår du har tid, for eksempel
    <code>/availability man-fre 9-17, lør 10-14</code>
help-admin =
    <b>Som administrator</b>
    /admin – ansøgninger, og hvordan botten har det
    /payments – indsigelser og tilbagebetalinger, der gik galt

# Beskrivelser i kommandomenuen.
command-start = Forsiden
command-book = Find en session
command-bookings = Dine bookinger
command-settings = Sprog og tidszone
command-requests = Hvem der venter på dit svar
command-schedule = Dine kommende sessioner
command-availability = Dine ledige tider
command-expert = Tilbyd sessioner: din profil
command-newsession = Tilbyd en session til
command-sessions = Ret dine sessioner
command-earnings = Din indtjening, måned for måned
command-admin = Ansøgninger, og hvordan botten har det
command-payments = Indsigelser og tilbagebetalinger, der gik galt
command-help = Det kan jeg hjælpe med
command-cancel = Afbryd det, vi er i gang med

## Afslutninger, der siges højt, og det, der ikke passer.

stopped-note = Jeg venter ikke længere på din besked.
stopped-zone = Jeg venter ikke længere på en by. Din tidszone er den samme som før.
stopped-windows = Jeg venter ikke længere på dine tider. Det, du har gemt, er uændret.
stopped-nothing = Jeg ventede ikke på noget. Dine bookinger er, som de var. Herfra kan du gå videre:
stopped-nothing-booked = Jeg ventede ikke på noget, og intet er booket. Herfra kan du gå videre:
stopped-held = Du har en plads, som er reserveret til dig, men ikke betalt endnu:

odd-text = Det kan jeg ikke bruge til noget her. Tryk på en knap ovenfor, eller vælg en af disse:
odd-here = Det kan jeg ikke bruge til noget her. Tryk på en af knapperne:
odd-held = Det kan jeg ikke bruge til noget her. Du har en plads, som er reserveret til dig, men ikke betalt endnu:
odd-command = Jeg kender ikke kommandoen <b>{ $command }</b>. Det her kan du vælge:
odd-media = Jeg læser kun tekst. Skriv det, eller tryk på en knap.
# Nogen sendte mere, end der tages imod på én gang: Det, der var for meget, er sprunget over.
flooding = Det var mere på én gang, end jeg kan nå, så jeg har sprunget det seneste over. Vent et minut, og send det sidste igen.
odd-edited = Jeg reagerer ikke på rettelser. Send det som en ny besked.
odd-button = Den knap hører fortiden til. Herfra kan du gå videre:
odd-group = Jeg taler kun under fire øjne: Bookinger og betaling kommer ikke andre ved. Skriv til mig privat.
label-private = Åbn en privat chat
odd-not-expert = Det er kun for eksperter, og du har ingen ekspertprofil her – /expert laver en.
odd-not-admin = Det er kun for administratorer.

# Det står i en tom chat over knappen Start (højst 512 tegn).
bot-description =
    Book en tid hos en ekspert: Vælg emne, person og tidspunkt. Du betaler med kort, og beløbet trækkes kun, hvis eksperten siger ja.
