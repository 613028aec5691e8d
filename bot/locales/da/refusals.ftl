# Det, reglerne siger nej til, og hvad man så gør; én for hver afvisning i bot/domain/errors.py.

# SlotTaken
refusal-bk001 = Den tid er blevet taget i mellemtiden. Vælg en anden – /book viser, hvad der er ledigt.
# SlotPast
refusal-bk002 = Den tid er for tæt på eller allerede gået. Vælg en senere – /book viser, hvad der er ledigt.
# LearnerBusy
refusal-bk003 = Du har allerede en session på det tidspunkt. Vælg en anden tid, eller aflys den anden under /bookings.
# OwnSession
refusal-bk004 = Det er din egen session, så den kan kun andre booke. /book viser, hvad andre tilbyder.
# ExpertUnavailable
refusal-bk005 = Sessionen kan ikke bookes lige nu. /book viser, hvad der ellers er ledigt.
# NotFound
refusal-bk006 = Det kan jeg ikke finde længere. /bookings viser dine bookinger, og /book viser, hvad der er ledigt.
# WrongState
refusal-bk007 = Det var afgjort, før du trykkede. /bookings viser, hvordan det står til nu.
refusal-bk007-late = Svarfristen er gået. /requests viser, hvad der stadig venter.
# Det samme over selve bookingen, til hver af de to.
settled-learner = Det var afgjort, før du trykkede. Sådan står det til nu; /bookings viser dem alle.
settled-expert = Det var afgjort, før du trykkede. Sådan står det til nu; /schedule viser, hvad der venter forude.
# NoProfile: no learner profile
refusal-bk008 = Vi kender ikke hinanden endnu. Send /start, så er vi i gang om et øjeblik.
# NoProfile: no expert profile
refusal-bk008-expert = Det er kun for eksperter, og du har ingen ekspertprofil her – /expert laver en.
# InvalidInput
refusal-bk009 = Det kan jeg ikke bruge. Prøv igen – spørgsmålet viser et eksempel.
# PriceTooLow
refusal-bk010 = Det er mindre, end man kan trække på et kort. Skriv en højere pris, eller 0 hvis sessionen er gratis.
# TooMany: bookings that wait, bookings within a day, sessions, windows
refusal-bk012 = Du har 10 bookinger, der venter på betaling eller svar, og flere holder jeg ikke ad gangen. /bookings viser dem: Betal en, slip en, eller vent på et svar.
refusal-bk012-day = Du har booket 50 gange på et døgn, og jeg tager ikke imod flere før i morgen. /bookings viser, hvad du har.
refusal-bk012-sessions = Du udbyder 50 sessioner, og flere har jeg ikke plads til. /sessions viser dem: Ret en, du ikke holder længere.
refusal-bk012-windows = Det er mere end 168 forskellige tidsrum om ugen, og flere har jeg ikke plads til. Prøv igen med længere – ”man-fre 9-17”.
# Cancelling returns less than was said above the button.
refusal-bk011 = En aflysning giver nu mindre tilbage, end jeg skrev, så intet er aflyst. /bookings viser, hvad det er nu.
