## /earnings: hvad en ekspert har tjent, måned for måned.

earnings-title = <b>Din indtjening pr. måned</b> · tidszone: { $zone }
earnings-none = Du har ikke tjent noget endnu. Når den første session er betalt, kan du følge din indtjening her, måned for måned.
earnings-line = <b>{ $name }: { $net }</b>
earnings-total = I alt
earnings-charged = { $amount } betalt
earnings-returned = { $amount } sendt tilbage
earnings-bounced = { $amount } af tilbagebetalingerne kom retur fra banken
earnings-fee = { $amount } i gebyr
earnings-fee-back = { $amount } af gebyret retur
earnings-ahead = 🕑 Heraf { $amount } for kommende sessioner.
earnings-disputed = ⚖️ Heraf { $amount } i en åben indsigelse.
earnings-how = Beløbet med fed skrift er det, der er betalt, minus det, der er sendt tilbage i måneden, og platformens gebyr. Når noget sendes tilbage, får du også den del af gebyret retur.
earnings-how-free = Beløbet med fed skrift er det, der er betalt, minus det, der er sendt tilbage i måneden.

# Billedet.
earnings-picture = Din indtjening, måned for måned
earnings-kept = Ikke sendt tilbage, før gebyr
earnings-kept-free = Ikke sendt tilbage
earnings-went-back = Sendt tilbage
earnings-below = Mere sendt tilbage end betalt

label-earnings = Min indtjening
