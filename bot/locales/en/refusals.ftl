# What the rules say no to, and what to do next; one for each refusal in bot/domain/errors.py.

# SlotTaken
refusal-bk001 = That time has been taken since. Pick another one; /book shows what is free.
# SlotPast
refusal-bk002 = That time is too close or has passed. Pick a later one; /book shows what is free.
# LearnerBusy
refusal-bk003 = You have another session at that time. Pick another time, or see /bookings to cancel the other one.
# OwnSession
refusal-bk004 = That is your own session; only others can book it. /book shows what others offer.
# ExpertUnavailable
refusal-bk005 = This session takes no bookings at the moment. /book shows what is free elsewhere.
# NotFound
refusal-bk006 = I can't find that any more. /bookings shows your bookings, /book what is free.
# WrongState
refusal-bk007 = That was settled before you tapped. /bookings shows how it stands now.
refusal-bk007-late = The time to answer has passed. /requests shows what still waits.
# The same above the booking itself, for each of the two.
settled-learner = That was settled before you tapped. This is how it stands now; /bookings shows all of yours.
settled-expert = That was settled before you tapped. This is how it stands now; /schedule shows what is to come.
# NoProfile: no learner profile
refusal-bk008 = I don't know you yet. Send /start, and we are ready in a moment.
# NoProfile: no expert profile
refusal-bk008-expert = That is for experts, and you have no expert profile here. /expert makes you one.
# InvalidInput
refusal-bk009 = I can't use that value. Try again; the question shows an example.
# PriceTooLow
refusal-bk010 = That is less than a card can be charged. Type a higher price, or 0 for a free session.
# TooMany: bookings that wait, bookings within a day, sessions, windows
refusal-bk012 = You have 10 bookings that wait for a payment or an answer, and I hold no more at once. /bookings shows them: pay for one, let one go, or wait for an answer.
refusal-bk012-day = You have booked 50 times within a day, and I take no more until tomorrow. /bookings shows what you have.
refusal-bk012-sessions = You offer 50 sessions, and I keep no more. /sessions shows them: change one that you no longer give.
refusal-bk012-windows = Those are more than 168 different times a week, and I keep no more. Try again with longer ones: “mon-fri 9-17”.
# Cancelling returns less than was said above the button.
refusal-bk011 = Cancelling returns less by now than I said, so nothing was cancelled. /bookings shows what it is now.
