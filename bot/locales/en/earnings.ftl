## /earnings: what an expert earned, by month.

earnings-title = <b>What your sessions brought in</b> · months for { $zone }
earnings-none = You have earned nothing yet. Once the first session is charged, this shows what each month brought.
earnings-line = <b>{ $name }: { $net }</b>
earnings-total = Together
earnings-charged = { $amount } charged
earnings-returned = { $amount } returned
earnings-bounced = { $amount } of refunds sent back by the bank
earnings-fee = { $amount } fee
earnings-fee-back = { $amount } of the fee back
earnings-ahead = 🕑 { $amount } of it is for sessions still to come.
earnings-disputed = ⚖️ { $amount } of it is in an open dispute.
earnings-how = In bold: what was charged, less what went back in that month and the platform's fee. What goes back gives its part of the fee back.
earnings-how-free = In bold: what was charged, less what went back in that month.

# The picture.
earnings-picture = What your sessions brought in, by month
earnings-kept = Not returned, before the fee
earnings-kept-free = Not returned
earnings-went-back = Returned
earnings-below = More returned than charged

label-earnings = What I earned
