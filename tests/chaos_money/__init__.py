"""`make chaos-money`: no order of taps, webhooks, crashes and clock ticks parts Stripe and us.

run.py       one simulation, from the first booking to the verdict
stage.py     where it plays: Postgres, the stand-ins, two replicas, one clock
replicas.py  the bot's processes, killed and started again; replica.py is what runs in one
plants.py    bugs that the audit must find
cast.py      who takes part; visits.py what each booking's people do; tills.py how they pay
watch.py     what people see of their bookings
weather.py   kills, jumps of the clock, webhooks that are stale or lie
settling.py  faults off, the clock far ahead, until nothing is due
audit.py     the comparison; ledgers.py reads both sides' books for it
"""
