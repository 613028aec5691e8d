## /earnings: hvad en ekspert har tjent, måned for måned.

earnings-title = <b>Det har du tjent</b> · måneder i { $zone }
earnings-none = Du har ikke tjent noget endnu. Når den første session er betalt, kan du se her, hvad hver måned har givet.
earnings-line = <b>{ $name }: { $net }</b>
earnings-total = I alt
earnings-charged = { $amount } betalt
earnings-returned = { $amount } sendt tilbage
earnings-bounced = { $amount } af det tilbagesendte kom retur fra banken
earnings-fee = { $amount } i gebyr
earnings-fee-back = { $amount } af gebyret igen
earnings-how = Med fed: det, der er betalt, minus det, der er sendt tilbage i måneden, og platformens gebyr. Når noget sendes tilbage, får du den del af gebyret igen.
earnings-how-free = Med fed: det, der er betalt, minus det, der er sendt tilbage i måneden.

# Billedet.
earnings-picture = Det har du tjent, måned for måned
earnings-kept = Beholdt, før gebyr
earnings-kept-free = Beholdt
earnings-went-back = Sendt tilbage

label-earnings = Det har jeg tjent
