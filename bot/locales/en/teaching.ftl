## Becoming an expert: /expert

teach-step = <b>Offer sessions</b> · { $n } of { $of }
teach-ask-bio =
    What do you teach, in one or two sentences? For example:
    <i>Data engineer, ten years of Python in production.</i>
teach-ask-topics =
    Which topics? A few words, divided by commas, for example:
    <i>python, data engineering, sql</i>
teach-ask-rate =
    What do you take an hour, in { $currency }? For example <i>450</i>, or <i>free</i>.
    Each session can have a price of its own.
teach-currency-stays = It stays in { $currency }: bookings were made in it, and what you earn is counted in it.
teach-currency-moves = ⏸ In { $currency }, those of your sessions that have a price will be paused: give each its new price, then open it again.
teach-ask-meeting =
    Where do you meet? Send your own link, for example <i>https://meet.google.com/abc-defg-hij</i>, or let me make a room for each session.
teach-now = Your answer now: <i>{ $answer }</i>
teach-check = <b>This is what an admin will see.</b> Tap a part to change it.
teach-check-tap = Tap a part to change it, or send the application.
teach-bio = “{ $bio }”
teach-topics = Topics: { $topics }
teach-rate-line = 💳 Rate: { $rate }
teach-rate = { $price } an hour
teach-meeting = Where to meet: { $place }
teach-room-each = a room made for each session
teach-applied =
    Thank you. An admin looks at it, usually within a day, and I tell you what they say.
    Meanwhile:
teach-status-pending = <b>Your expert profile</b> · an admin is looking at it
teach-status-verified = <b>Your expert profile</b> · ✅ verified
teach-status-rejected = <b>Your expert profile</b> · ❌ not verified
teach-note = “{ $note }”
teach-paused = ⏸ All your sessions are paused: nobody new can book you.
teach-sessions = { $n ->
    [0] No sessions yet. /newsession makes the first.
    [one] 1 session, { $open ->
        [0] not open
       *[other] open
    }.
   *[other] { $n } sessions, { $open } of them open.
}
teach-sessions-paused = { $n ->
    [one] 1 session.
   *[other] { $n } sessions.
}
teach-no-windows = 🕑 You have not said yet when you are free: /availability
teach-verified = ✅ <b>You are verified.</b>
teach-verified-bookable = Learners can book your open sessions now.
teach-verified-none = Make your first session, and learners can book it.
teach-verified-open = None of your sessions is open yet.
teach-rejected = ❌ An admin turned your application down:
teach-rejected-next = Change what was said and apply again, as often as you like.
teach-withdrawn = ❌ <b>An admin withdrew your verification:</b>
teach-withdrawn-next =
    Nobody can book anything new with you. What is booked stays as it is: confirmed sessions take place, and requests that wait can be answered.
    You may apply again.
teach-saved = ✅ Saved.
teach-saved-moved = ✅ Saved. Your sessions that have a price are paused: under <b>My sessions</b> give each its new price, then open it.
teach-not-applied = I no longer wait for an answer, and nothing was sent. /expert begins again.
teach-lost = Your earlier answers are gone, so we begin again:
label-teach-keep = Keep that answer
label-teach-bio = What I teach
label-teach-topics = Topics
label-teach-rate = Hourly rate
label-teach-meeting = Where to meet
label-apply = Send the application
label-apply-again = Apply again
label-room-each = A room for each session
label-set-windows = Set when you are free
label-expert = My expert profile
label-become-expert = Offer sessions yourself
label-pause-all = Pause all sessions
label-resume-all = Take bookings again
currency-DKK = kr. (DKK)
currency-USD = $ (USD)
currency-EUR = € (EUR)

## Sessions: /newsession and /sessions

session-step = <b>A new session</b> · { $n } of { $of }
session-ask-title =
    What is it called? For example:
    <i>Python Basics</i>
session-ask-description =
    Describe it in a few sentences: who is it for, what will they be able to do? For example:
    <i>From the first variable to reading a CSV file, at your own pace.</i>
session-ask-duration = How long is it, in minutes? Tap, or type a multiple of 15, for example <i>75</i>.
session-ask-price = What does it cost, in { $currency }? Tap, or type an amount, for example <i>450</i> or <i>free</i>.
session-at-rate = At your hourly rate, { $minutes } min come to { $price }.
session-ask-level = Who is it for? Tap a level.
session-ask-topics =
    Under which topics is it found? Divided by commas, for example:
    <i>python, data</i>
session-ask-seats = How many learners at a time? Tap, or type a number, for example <i>6</i>.
session-ask-prerequisites =
    What does one need for it? For example:
    <i>a laptop with Python on it</i>
session-ask-materials =
    Where are the materials? Those who booked get the link to your documents, for example:
    <i>https://docs.google.com/document/d/python-basics</i>
offering-head = <b>{ $title }</b>
offering-facts = { $minutes } min · 💳 { $price } · { $seats }
offering-seats = { $n ->
    [one] 1 seat
   *[other] { $n } seats
}
offering-level = Level: { $level }
offering-topics = Topics: { $topics }
offering-topics-yours = Topics: { $topics } (those of your profile)
offering-needs = One needs: { $needs }
offering-materials = Materials: { $link }
offering-currency = Prices are in { $currency }, the currency of your rate.
offering-closed = ❌ <b>Not open:</b> nobody can book it. What is booked already stays.
offering-waits-pending = ✅ Open. It can be booked once an admin has verified you.
offering-waits-rejected = ✅ Open, but you are not verified: see /expert.
offering-paused-all = ⏸ Open, but you have paused all your sessions: see /expert.
offering-no-windows = ✅ Open, but you have not said when you are free: /availability
offering-open = { $n ->
    [0] ✅ <b>Open</b>, with no free time in the next weeks: /availability
    [one] ✅ <b>Open</b>, with 1 time to book
   *[other] ✅ <b>Open</b>, with { $n } times to book
}
session-over = That question was answered before, or given up. Here is what you offer:
offerings-title = <b>Your sessions</b>
offerings-none = You offer no sessions yet.
offerings-line = { $number } ✅ <b>{ $title }</b> · { $minutes } min · { $price } · { $n ->
    [one] 1 time
   *[other] { $n } times
} to book
offerings-line-closed = { $number } ❌ <b>{ $title }</b> · { $minutes } min · { $price } · not open
offerings-line-paused = { $number } ⏸ <b>{ $title }</b> · { $minutes } min · { $price } · paused
offerings-line-unverified = { $number } ⏳ <b>{ $title }</b> · { $minutes } min · { $price } · open, but nobody can book it yet
offerings-pending = ⏳ An admin is looking at your application. Until you are verified, nobody can book.
offerings-rejected = ❌ You are not verified: nobody can book anything new with you. /expert says what to do.
offerings-counted = A time at which several of them can start counts for each; /availability counts it once.
label-sessions = My sessions
label-all-sessions = « My sessions
label-new-session = Add a session
label-your-rate = { $price } (your rate)
label-your-rate-for = { $price } for { $minutes } min
label-free = Free
label-no-level = For everybody
label-no-topics = The topics of my profile
label-no-prerequisites = Nothing
label-no-materials = No materials
label-more = More…
label-session-open = Open it
label-session-pause = Pause it
label-session-level = Level
label-session-topics = Topics
label-session-seats = Seats: { $n }
label-session-title = Title
label-session-description = Description
label-session-duration = Length
label-session-price = Price
label-session-prerequisites = What one needs
label-session-materials = Materials

## Answers that can't be used

answer-sentence = That is a little short. Please write a sentence: what you do, and for how long.
answer-address-documents = That is no web address. For example <i>https://docs.google.com/document/d/python-basics</i>.
answer-empty = I only read words. Please type it, or tap a button.
answer-too-long = That is { $length } characters; { $most } is the most I can keep. Please make it shorter.
answer-topics = There is no topic in that. A few words, divided by commas, for example <i>python, data engineering, sql</i>.
answer-too-many-topics = That is { $n } topics; { $most } is the most. Which matter most?
answer-topic-too-long = “{ $topic }…” is too long for a topic: { $most } characters at most. Are there commas between them?
answer-duration = I can't read a length in that. For example <i>60</i>, <i>1 h 30</i> or <i>1:30</i>.
answer-quarters = A session lasts a multiple of 15 minutes, from 15 to 720. For example <i>45</i>.
answer-address = That is no web address. For example <i>https://meet.google.com/abc-defg-hij</i>.
answer-seats = That is no number of seats from 1 to 1000. For example <i>6</i>.
answer-tap = Please tap one of the buttons.
amount-unreadable = I can't read an amount in that. For example <i>450</i>, <i>450.50</i> or <i>free</i>.
amount-negative = An amount can't be below nothing. For example <i>450</i>, or <i>free</i>.
amount-decimals = An amount has two decimals at most. For example <i>450.50</i>.
amount-currency = Sessions can be paid in kroner, dollars or euros only. For example <i>450</i>.
amount-too-much = That is more than a card can be charged at a time: { $most } is the most. Please type a smaller amount.
amount-too-little = That is less than a card can be charged: { $least } is the least. Please type a higher amount, or 0 where it is free.
amount-ambiguous = I can read that in two ways. Is it <i>{ $whole }{ $part }</i>, or <i>{ $whole }.{ $cents }</i>? Please type the one you mean.
amount-fixed = Your sessions are priced in one currency, and that one stays. Please type the amount in it.

stopped-expert = I no longer wait for an answer about your profile. Nothing was sent or changed.
stopped-expert-kept = I no longer wait for an answer. What you answered so far is kept: /expert goes on with it.
stopped-session = I no longer wait for an answer about a session. Nothing was made or changed.

## How one is booked

label-rules = How I am booked
rules-title = <b>How you are booked</b>
rules-ask = ✋ You are asked first: the learner's card is charged only once you accept.
rules-instant = ⚡ Without asking: whoever pays is booked and charged at once, and you are told.
rules-policy = ↩️ Cancelling, <b>{ $name }</b>: learners get all of it back until { $hours } h before the start, { $share } % after that. If you cancel, they always get all of it.
rules-policy-kept = What is booked already keeps its rule.
rules-notice = 🕑 You can be booked up to { $time } before the start.
rules-buffer = ⏸ { $time } are kept free after each session.
rules-buffer-none = ⏸ Sessions may follow each other without a break.
policy-flexible = flexible
policy-moderate = moderate
policy-strict = strict
label-rule-ask = Ask me first
label-rule-instant = Book without asking me
label-rule-policy = Cancel free to { $hours } h before
label-rule-notice = 🕑 { $time }
label-rule-buffer = ⏸ { $time }
long-hours = { $n } h
long-minutes = { $n } min
