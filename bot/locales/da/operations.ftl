## /admin: det, der er opgivet, penge, der ikke går igennem, og en booking med dens historik.

label-letters = Opgivet
label-settles = Penge, der gik galt
admin-letters-title = { $n ->
    [one] <b>1 ting er opgivet</b>
   *[other] <b>{ $n } ting er opgivet</b>
}
admin-letters-none = ✅ Intet er opgivet.
admin-letter-line = { $number } <code>{ $error }</code> · { $source } · { $age }
admin-letter =
    <b>Opgivet</b> { $age }: <code>{ $error }</code>
    { $source } <code>{ $id }</code>, af slagsen <code>{ $what }</code>. Resten står i loggen under fejlens navn.
    Prøv igen, når årsagen er rettet. Afviser du den, bliver den glemt inden for en uge.
admin-source-update = opdatering fra en person
admin-source-message = besked til en person
admin-source-event = hændelse fra Stripe
admin-letter-gone = Den er der allerede taget hånd om.
admin-letter-retried = ✅ Der prøves igen. Går det galt, kommer den tilbage hertil.
admin-letter-dismissed = ✅ Afvist.
label-retry = Prøv igen
label-dismiss = Afvis
admin-settles-title = { $n ->
    [one] <b>Pengene for 1 booking kunne ikke afregnes</b>
   *[other] <b>Pengene for { $n } bookinger kunne ikke afregnes</b>
}
admin-settles-none = ✅ Ingen bookinger mangler at blive afregnet.
admin-settle-line = { $number } <code>{ $booking }</code> · { $facts }
settle-owes = { $owed } skal betales tilbage
settle-tries = { $n ->
    [one] 1 forsøg
   *[other] { $n } forsøg
}
label-settle-again = Afregn pengene igen
label-record-again = Se efter igen
admin-booking-how = En booking med historik: <code>/admin</code> og mindst de første fire tegn af dens id.
admin-booking-none = Ingen booking har et id, der begynder sådan.
admin-booking-several = Flere bookinger begynder sådan. Hvilken?
admin-booking-title = <b>Bookingen</b> <code>{ $id }</code>
admin-booking-what = { $title }: { $learner } hos { $expert }
admin-booking-when = 🕑 { $span } ({ $zone })
admin-booking-state = Tilstand: <b>{ $state }</b>
admin-state = { $status ->
    [pending] ikke bekræftet
    [confirmed] bekræftet
    [completed] afholdt
    [cancelled] aflyst
    [declined] afslået
   *[other] { $status }
}, { $money }
admin-money = { $word ->
    [pending] ikke betalt endnu
    [processing] betalingen er på vej
    [authorized] beløbet er reserveret
    [captured] trukket
    [partly-captured] delvis trukket
    [refunded] betalt tilbage
    [partly-refunded] delvis betalt tilbage
    [returned] penge betalt tilbage
    [sent-back] tilbagebetalingen kom retur fra banken
    [elsewhere] givet tilbage uden om Stripe
    [cancelled] intet trukket
    [failed] betalingen gik ikke igennem
    [free] gratis
   *[other] { $word }
}
admin-booking-money = 💳 { $price }: { $held } reserveret, { $charged } trukket, { $returned } betalt tilbage
admin-booking-money-elsewhere = 💳 { $price }: { $held } reserveret, { $charged } trukket, { $returned } betalt tilbage, { $elsewhere } betalt på en anden måde
admin-booking-due = ⚠️ Skal stadig betales tilbage: { $due }
admin-booking-stripe = Hos Stripe: <code>{ $intent }</code>
admin-booking-events = <b>Historik</b> · tidszone { $zone }
admin-event = { $when } · { $what } · { $before } → { $after }
admin-event-first = { $when } · { $what } · { $after }
admin-happened = { $event ->
    [hold] deltageren tog pladsen
    [process] banken gik i gang med betalingen
    [authorize] der blev betalt
    [pay_fail] betalingen gik ikke igennem
    [let_go] deltageren slap pladsen
    [expire] reservationen af pladsen udløb
    [paid_late] der blev betalt, efter at reservationen var udløbet
    [withdraw] deltageren trak forespørgslen tilbage
    [accept] eksperten sagde ja
    [decline] eksperten sagde nej
    [unanswered] svarfristen løb ud
    [capture] beløbet blev trukket på kortet
    [capture_fail] beløbet kunne ikke trækkes på kortet
    [void] reservationen på kortet blev frigivet
    [learner_cancel] deltageren aflyste
    [expert_cancel] eksperten aflyste
    [refund] der blev betalt penge tilbage
    [complete] sessionen var slut
   *[other] { $actor } ændrede den
}
admin-actor-learner = deltageren
admin-actor-expert = eksperten
admin-actor-system = systemet
admin-actor-admin = en administrator
age-minutes = { $n ->
    [0] for et øjeblik siden
   *[other] for { $n } min. siden
}
age-hours = for { $n } t. siden
age-days = { $n ->
    [one] for 1 dag siden
   *[other] for { $n } dage siden
}
