"""Money moves here and nowhere else.

Paying experts out (Stripe Connect) is not here yet. It belongs beside refunds: what a booking wants
of its money and what Stripe holds are compared in `decide.py`, which gets a step that transfers the
net of the ledger's entries (`db/sql/functions/earnings.sql`) once a session is completed, and one
that reverses it when money goes back later; the account's id is the expert's.
"""
