## Det første skærmbillede, sprog, tidszone, hjælp. Tekster er Telegram-HTML; label-… er ren tekst.

start-welcome =
    Hej <b>{ $name }</b>, jeg booker timer hos AI-eksperter.
    Du betaler med kort, og der trækkes kun penge, hvis eksperten siger ja.
start-zone = 🕑 Tider er i <b>{ $zone }</b>-tid.
start-expert = Du underviser også her: dine forespørgsler og tider står nedenfor.
start-needs-zone = Først skal jeg vide, hvilket ur du går efter.

label-find = Find en session
label-my-bookings = Mine bookinger
label-change-zone = Skift tidszone
label-other-language = English
label-home = « Start
label-requests = Forespørgsler
label-schedule = Min kalender
label-windows = Hvornår jeg kan

zone-ask =
    🕑 Hvilken bys tid går du efter?
    Tryk på en, eller vælg en del af verden. Du kan også skrive en by, for eksempel <i>Lissabon</i>.
zone-region = 🕑 <b>{ $region }</b>: hvilken er tættest på dig?
zone-found = 🕑 Hvilken mener du?
zone-not-found =
    Jeg kender ingen tidszone, der hedder <b>{ $text }</b>.
    Prøv den nærmeste storby, for eksempel <i>Lissabon</i> eller <i>New York</i>, eller vælg en del af verden.
zone-kept = 🕑 Tider er stadig i <b>{ $zone }</b>-tid.
zone-saved = 🕑 Fra nu af er tider i <b>{ $zone }</b>-tid.
zone-region-europe = Europa
zone-region-america = Amerika
zone-region-asia = Asien
zone-region-africa = Afrika
zone-region-pacific = Australien og Stillehavet
zone-region-other = Andre steder

help =
    <b>Det kan jeg hjælpe dig med</b>
    /book – find en session og book den
    /bookings – dine bookinger, og afbestilling
    /start – sprog og tidszone
    /cancel – stop det, jeg er ved at spørge om

    Når du booker, bliver beløbet reserveret på dit kort. Det trækkes kun, hvis eksperten siger ja, og frigives ellers.
help-expert =
    <b>Som ekspert</b>
    /requests – hvem der venter på dit svar
    /schedule – dine kommende sessioner
    /availability – hvornår du kan, for eksempel
    <code>/availability man-fre 9-17, lør 10-14</code>
help-admin =
    <b>Som administrator</b>
    /admin – hvordan botten har det

# Beskrivelser i kommandomenuen.
command-start = Sprog og tidszone
command-book = Find en session
command-bookings = Dine bookinger
command-requests = Hvem der venter på dit svar
command-schedule = Dine kommende sessioner
command-availability = Hvornår du kan
command-admin = Hvordan botten har det
command-help = Det kan jeg
command-cancel = Stop det, jeg spørger om

## Afslutninger, der siges højt, og det, der ikke passer.

stopped-note = Jeg venter ikke længere på din besked.
stopped-zone = Jeg venter ikke længere på en by. Din tidszone er den samme som før.
stopped-windows = Jeg venter ikke længere på dine tider. Det, du har gemt, er uændret.
stopped-nothing = Der var ikke noget at stoppe. Herfra kan du gå videre:

odd-text = Det ved jeg ikke, hvad jeg skal gøre med her. Tryk på en knap, eller vælg en af disse:
odd-command = Jeg kender ikke kommandoen <b>{ $command }</b>. De her findes:
odd-media = Jeg læser kun tekst. Skriv det, eller tryk på en knap.
odd-edited = Jeg kan ikke se rettelser i beskeder, du har sendt. Send den igen som en ny besked.
odd-button = Den knap er fra en tidligere tid. Herfra kan du gå videre:
odd-group = Jeg skriver kun privat: bookinger og betaling kommer ikke andre ved. Åbn en chat med mig dér.
label-private = Åbn en privat chat
odd-not-expert = Det er for eksperter. Du har ingen ekspertprofil her.
odd-not-admin = Det er for administratorer.
