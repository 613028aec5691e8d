"""`make chaos`: whatever is killed, cut or repeated, nothing is lost, doubled or out of order.

run.py       one simulation, from the first /start to the verdict
stage.py     where it plays: Postgres, the stand-ins, three replicas behind a balancer, one clock
postgres.py  a server of the run's own, which can be restarted; balancer.py spreads connections
replica.py   what runs in a replica's process; plants.py are bugs that the audit must find
hands.py     a person's phone; people.py what they do, newcomers.py how one becomes an expert
cast.py      who takes part
weather.py   kills, restarts, cuts, and Telegram and Stripe misbehaving
books.py     what the stand-ins' books say of it; told.py what people must hear; audit.py compares
drills.py    seconds in which one thing goes wrong for certain

What moves money is audited by `tests.chaos_money`, whose stage, replicas and ledgers are used here.
"""
