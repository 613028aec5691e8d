## /admin

admin-title = <b>Sådan har botten det</b>
admin-dead-letters = { $n ->
    [0] ✅ Ingen besked er opgivet.
    [one] ⚠️ 1 besked er opgivet efter fem forsøg.
   *[other] ⚠️ { $n } beskeder er opgivet efter fem forsøg.
}
admin-undelivered = { $n ->
    [0] ✅ Alt, hvad der skulle sendes eller afregnes, er gået igennem.
    [one] ⚠️ 1 ting kunne ikke sendes eller afregnes.
   *[other] ⚠️ { $n } ting kunne ikke sendes eller afregnes.
}
admin-waiting = { $n ->
    [0] ✅ Intet står i kø.
    [one] 1 ting står i kø.
   *[other] { $n } ting står i kø.
}

## Når noget går galt.

broken = Noget gik galt hos os; det er noteret som <b>{ $incident }</b>. Der er ikke ændret noget. Prøv igen.
broken-alarm =
    ⚠️ <b>{ $incident }</b>: en opdatering er opgivet efter fem forsøg.
    Opdatering { $update }, { $kind }. Resten står i loggen.
