## /earnings: what an expert earned, by month.

earnings-title = <b>What you earned</b> · months for { $zone }
earnings-none = You have earned nothing yet. Once the first session is charged, this shows what each month brought.
earnings-line = <b>{ $name }: { $net }</b>
earnings-total = Together
earnings-charged = { $amount } charged
earnings-returned = { $amount } returned
earnings-bounced = { $amount } of refunds sent back by the bank
earnings-fee = { $amount } fee
earnings-fee-back = { $amount } of the fee back
earnings-how = In bold: what was charged, less what went back in that month and the platform's fee. What goes back gives its part of the fee back.
earnings-how-free = In bold: what was charged, less what went back in that month.

# The picture.
earnings-picture = What you earned, by month
earnings-kept = Kept, before the fee
earnings-kept-free = Kept
earnings-went-back = Returned
earnings-below = More returned than charged

label-earnings = What I earned
