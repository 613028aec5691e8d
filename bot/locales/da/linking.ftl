## Chatten forbindes med en konto på hjemmesiden: /start link_…

link-ask =
    Vil du forbinde denne chat med webkontoen <b>{ $name }</b>?
    Så kan du se kontoens bookinger og forespørgsler her, og det, du gør her, kan ses på hjemmesiden.
link-ask-nameless =
    Vil du forbinde denne chat med din webkonto?
    Så kan du se kontoens bookinger og forespørgsler her, og det, du gør her, kan ses på hjemmesiden.
link-switch = Chatten er forbundet med en anden webkonto nu. Den beholder sine bookinger, men du hører ikke længere om dem her.
link-not-yours = Har du ikke selv bedt om det på hjemmesiden, så lad være.
label-link = Forbind
label-link-no = Lad være
link-done = ✅ Forbundet. Chatten hører nu til webkontoen <b>{ $name }</b>.
link-already = ✅ Chatten er forbundet med webkontoen <b>{ $name }</b>.
link-unknown = Det link kan jeg ikke bruge: Enten mangler der noget af det, eller også er det afløst af et nyere. Bed om et nyt link på hjemmesiden, og åbn det inden for 15 minutter.
link-used = Det link er allerede brugt, og hvert link virker kun én gang. Var det ikke dig, så afbryd forbindelsen til Telegram på hjemmesiden, og bed om et nyt link der.
link-expired = Linket gjaldt i 15 minutter, og de er gået. Bed om et nyt på hjemmesiden.
link-taken = Den webkonto er forbundet med en anden Telegram-konto. Afbryd den forbindelse på hjemmesiden først, og bed så om et nyt link der.
link-expert = Du er allerede ekspert i denne chat med en konto for sig, og to konti kan ikke slås sammen. Intet er ændret. Vil du se webkontoen her, så åbn et link fra en Telegram-konto, der ikke er ekspert endnu.
link-booked = Du har allerede booket i denne chat med en konto for sig, og to konti kan ikke slås sammen. Intet er ændret: Dine bookinger fortsætter her som før. Vil du se webkontoen i Telegram, så åbn et link fra en Telegram-konto, der ikke har booket endnu.

## Man kommer med linket til en ekspert eller en session: /start expert_…, /start session_…

expert-title = <b>{ $name }</b> { $rating } · tidszone { $zone }
expert-line = { $number } { $title }, { $minutes } min. · { $price } · { $when }
expert-busy = <b>{ $name }</b> har ingen ledige tider de næste dage.
expert-closed = Eksperten tager ikke imod bookinger lige nu. Det her er ledigt:
session-closed = Sessionen kan ikke bookes lige nu. Det her er ledigt:
expert-link = Dit link, som du kan dele: { $link }

## Hvor man er, ud fra en delt placering.

label-location = 📍 Del min placering
location-ask = 📍 Er du på en telefon, så tryk på knappen under tekstfeltet. Så finder jeg tidszonen ud fra stedet. På en computer kan du skrive en by i stedet.
location-unknown = Jeg kan ikke se, hvilken tidszone det sted har. Skriv den nærmeste storby i stedet, for eksempel <i>Lissabon</i>.
location-offer = 📍 Der er klokken som i <b>{ $there }</b>. Dine tider gælder for <b>{ $here }</b>.
location-same = 📍 Der er klokken som i <b>{ $zone }</b>, og det er den, dine tider gælder for i forvejen.
location-nowhere = Jeg kan ikke se, hvilken tidszone det sted har. Dine tider gælder stadig for <b>{ $zone }</b>.
label-zone-change = Skift til { $name }
label-zone-keep = Behold { $name }
own-session = Det er din egen session. Sådan ser andre den:
own-session-closed = Den er ikke åben nu, så ingen kan booke den.
own-expert = Det er dine egne sessioner. Sådan ser andre dem:
own-expert-closed = Det er dit eget link. Du tager ikke imod bookinger lige nu, og det får andre at vide.
label-own-change = Ret den
