## Administratorer og penge: /payments, indsigelser, tilbagebetalinger, penge der ikke går igennem.

label-payments = Betalinger
label-disputes = Indsigelser
label-record = Bookingen
label-payment-at-stripe = Betalingen hos Stripe
label-dispute-at-stripe = Sagen hos Stripe
payments-title = <b>Betalinger</b>
payments-disputes = { $n ->
    [0] ✅ Der er ingen åbne indsigelser.
    [one] ⚠️ 1 indsigelse er åben.
   *[other] ⚠️ { $n } indsigelser er åbne.
}
payments-settles = { $n ->
    [0] { $tried ->
        [0] ✅ Ingen opkrævning eller tilbagebetaling kræver, at du gør noget.
        [one] ⏳ Ingen opkrævning eller tilbagebetaling kræver, at du gør noget. For 1 booking bliver der stadig prøvet.
       *[other] ⏳ Ingen opkrævning eller tilbagebetaling kræver, at du gør noget. For { $tried } bookinger bliver der stadig prøvet.
    }
    [one] ⚠️ Pengene for 1 booking gik ikke igennem.
   *[other] ⚠️ Pengene for { $n } bookinger gik ikke igennem.
}
payments-letters = { $n ->
    [0] ✅ Intet er opgivet.
    [one] ⚠️ 1 ting er opgivet.
   *[other] ⚠️ { $n } ting er opgivet.
}
payments-heading = <b>{ $name }</b>

## Indsigelser

disputes-title = { $n ->
    [0] <b>Der er ingen åbne indsigelser.</b> Afsluttet de seneste 90 dage:
    [one] <b>1 indsigelse er åben</b>
   *[other] <b>{ $n } indsigelser er åbne</b>
}
disputes-none = ✅ Der er ingen åbne indsigelser, og ingen er afsluttet de seneste 90 dage.
dispute-entry =
    { $number } { $line }
    <code>{ $booking }</code> { $what } · { $session }
dispute-line = ⚖️ <b>{ $amount }</b> · { $reason } · { $state }
dispute-reason = { $reason ->
    [bank_cannot_process] banken kunne ikke gennemføre betalingen
    [check_returned] checken kom retur
    [credit_not_processed] en lovet tilbagebetaling er ikke kommet
    [customer_initiated] deltageren har klaget til banken
    [debit_not_authorized] deltageren havde ikke godkendt trækket
    [duplicate] trukket to gange
    [fraudulent] kortholderen siger, at andre har brugt kortet
    [incorrect_account_details] kontooplysningerne var forkerte
    [insufficient_funds] der var ikke penge nok på kontoen
    [noncompliant] kortselskabet siger, at en regel er brudt
    [product_not_received] sessionen blev ikke til noget, siger deltageren
    [product_unacceptable] sessionen var ikke som lovet, siger deltageren
    [subscription_canceled] den var afbestilt forinden, siger deltageren
    [unrecognized] kortholderen kan ikke kende beløbet
   *[other] Stripe nævner ingen grund
}
dispute-state = { $status ->
    [needs_response] banken har taget pengene. Svar hos Stripe senest <b>{ $due }</b>, ellers er de tabt.
    [under_review] besvaret hos Stripe; banken har pengene og er ved at afgøre sagen.
    [won] ✅ vundet: pengene er kommet tilbage.
    [lost] ❌ tabt: banken har givet deltageren pengene tilbage.
    [warning_needs_response] banken spørger kun, og ingen penge er flyttet. Svar hos Stripe senest <b>{ $due }</b>.
    [warning_under_review] besvaret hos Stripe; banken spurgte kun, og ingen penge er flyttet.
    [warning_closed] ✅ banken spurgte og lod det ligge; ingen penge er flyttet.
    [prevented] ✅ klaret, før det blev til en indsigelse.
   *[other] Stripe kalder det <code>{ $status }</code>.
}
dispute-due = { $when } ({ $zone })
dispute-due-unknown = den dag, Stripe skriver
dispute-told = { $status ->
    [won] ✅ <b>En indsigelse er vundet</b>
    [lost] ❌ <b>En indsigelse er tabt</b>
    [warning_needs_response] ⚠️ <b>En deltagers bank spørger til en betaling</b>
    [warning_under_review] ⚠️ <b>En deltagers bank spørger til en betaling</b>
    [warning_closed] ✅ <b>En banks spørgsmål er lukket</b>
    [prevented] ✅ <b>En indsigelse blev undgået</b>
   *[other] ⚠️ <b>En deltagers bank tager penge tilbage</b>
}
event-told = ⚠️ <b>En hændelse fra Stripe er opgivet efter fem forsøg.</b> Dens booking viser måske ikke, hvad der er sket med pengene.

## Penge, der ikke går igennem

settle-why = { $kind ->
    [RefundsFailed] { $n ->
        [one] banken sendte en tilbagebetaling retur
       *[other] banken sendte { $n } tilbagebetalinger retur
    }
    [Rejected] Stripe afviser det, der bedes om (<code>{ $incident }</code>)
    [Unforeseen] det, Stripe har, passer ikke til bookingen (<code>{ $incident }</code>)
    [Unavailable] Stripe svarer ikke
    [Busy] en anden proces er i gang med det
    [Disputed] deltagerens bank er ved at afgøre en indsigelse
    [Owed] der mangler en tilbagebetaling, og ingen er i gang med den
   *[other] noget hos os gik i stykker (<code>{ $incident }</code> <code>{ $kind }</code>)
}
settle-do = { $kind ->
    [RefundsFailed] { $n ->
        [one] ⚠️ Banken sendte en tilbagebetaling retur:
       *[other] ⚠️ Banken sendte { $n } tilbagebetalinger retur:
    } { $owed } skal betales til deltageren på en anden måde.
    [Rejected] Se på betalingen hos Stripe, på bottens nøgle og i loggen, og afregn så igen.
    [Unforeseen] Se på betalingen hos Stripe: nogen har måske ændret den dér.
    [Unavailable] Der spørges igen af sig selv.
    [Busy] Der spørges igen af sig selv.
   *[other] Resten står i loggen under det navn; der spørges igen af sig selv.
}
settle-done = { $missing ->
    [nothing] ✅ Stripe blev spurgt { $age }: intet mangler.
   *[other] Stripe blev spurgt { $age }.
}
settle-asked = ⏳ Stripe bliver spurgt nu. Se efter igen om et øjeblik.
settle-failed = ⚠️ { $attempts ->
    [one] Ikke afregnet efter 1 forsøg:
   *[other] Ikke afregnet efter { $attempts } forsøg:
} { $why }.
stuck-title = ⚠️ <b>Pengene for en booking kræver et menneske</b>

## Penge, der har flyttet sig, i en bookings historik

history-money = { $when } · { $kind ->
    [capture] 💳 <b>{ $amount }</b> trukket
    [refund] 💳 <b>{ $amount }</b> betalt tilbage
    [back] ⚠️ en tilbagebetaling kom retur: <b>{ $amount }</b>
    [dispute] ❌ en indsigelse er tabt: banken har taget <b>{ $amount }</b>
    [elsewhere] 💳 <b>{ $amount }</b> betalt tilbage på en anden måde
    [opened] ⚖️ deltagerens bank beder om <b>{ $amount }</b>: { $words }
   *[closed] ⚖️ bankens sag om <b>{ $amount }</b> er slut: { $words ->
        [won] vundet
        [prevented] undgået
       *[other] intet er taget
    }
}
history-given = { $when } · { $who } betalte penge tilbage: ”{ $reason }”
history-paid = { $when } · betalt på en anden måde, skriver { $who }: ”{ $reason }”

## Penge tilbage

label-refund = Betal tilbage…
label-refund-all = Det hele: { $amount }
label-refund-other = Et andet beløb
label-refund-do = Betal { $amount } tilbage
refund-title = <b>Betal penge tilbage</b>
refund-money = 💳 { $charged } trukket, { $returned } betalt tilbage. Op til <b>{ $left }</b> kan stadig betales tilbage.
refund-how-much = Hvor meget skal betales tilbage? Tryk, eller skriv et beløb, for eksempel <i>{ $example }</i>.
refund-ask-amount =
    Hvor meget skal betales tilbage? Højst <b>{ $left }</b>; for eksempel <i>{ $example }</i>.
refund-ask-reason =
    Hvorfor? Begrundelsen står i bookingens historik, kun for administratorer. For eksempel:
    <i>Lyden var væk halvdelen af sessionen.</i>
refund-amount-unreadable = Jeg kan ikke læse et beløb i det.
refund-amount-nothing = Man kan ikke betale nul eller mindre tilbage.
refund-amount-currency = Denne booking er betalt i { $currency }.
refund-amount-more = Det er mere, end der kan betales tilbage.
refund-summary = <b>Skal { $amount } betales tilbage?</b> Intet er flyttet endnu.
refund-reason = Begrundelse: ”{ $reason }”
refund-tells-learner = { $name } får besked, når pengene er på vej til kortet.
refund-tells-nobody = { $name } har ingen chat med mig og får ikke besked her; pengene går til kortet alligevel.
refund-tells-expert = { $name } får også besked: Sessionen står ved magt, men indbringer tilsvarende mindre.
refund-tells-expert-over = { $name } får også besked: Sessionen indbringer tilsvarende mindre.
refund-reason-kept = Begrundelsen får ingen af dem.
refund-done = ✅ { $amount } betales tilbage. Stripe bliver spurgt nu.
refund-again = Jeg har ikke længere en begrundelse for det, så knappen gjorde intet. Sådan står det:
refund-changed = Det, der kan betales tilbage, har ændret sig imens; intet er betalt tilbage.
refund-uncharged = Der er ikke trukket noget for denne booking, så intet kan betales tilbage.
refund-nothing = Alt, hvad der er trukket, er betalt tilbage eller på vej.
refund-disputed = Deltagerens bank har pengene og er ved at afgøre sagen. Før den er færdig, kan intet betales tilbage.
stopped-refund = Jeg venter ikke længere på svar om en tilbagebetaling. Intet er betalt tilbage.

## Hvad der er betalt på en anden måde

label-elsewhere = Betalt på en anden måde…
label-elsewhere-do = { $amount } er betalt
label-elsewhere-how = Andre ord
elsewhere-ask =
    Hvordan er <b>{ $amount }</b> betalt til deltageren? Det står i bookingens historik, og deltageren får det at vide. For eksempel:
    <i>bankoverførsel 24. nov.</i>
elsewhere-summary = <b>Er { $amount } betalt til { $name } på en anden måde?</b> Intet er noteret endnu.
elsewhere-how = Hvordan: ”{ $how }”
elsewhere-tells-learner = { $name } får besked om, at det er betalt, med disse ord.
elsewhere-tells-nobody = { $name } har ingen chat med mig og får ikke besked her.
elsewhere-final = Stripe bliver ikke længere bedt om at betale det tilbage. Det kan ikke fortrydes.
elsewhere-done = ✅ Det er noteret, at { $amount } er betalt på en anden måde.
elsewhere-nothing = Intet af denne booking skal betales på en anden måde nu; intet er noteret.
elsewhere-changed = Beløbet har ændret sig imens; intet er noteret.
