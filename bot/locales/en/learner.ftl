## The first screen, language, time zone, help. Texts are Telegram HTML; labels (label-…) are plain.

start-welcome =
    Hi <b>{ $name }</b>, I book sessions with experts.
    You pay by card, and are charged only if the expert accepts.
start-zone = 🕑 Times are for <b>{ $zone }</b>.
start-expert = You also teach here: your requests and your times are below.
start-admin = You are an admin here: applications, payments and how the bot is doing are below.
start-needs-zone = First I need to know whose clock you go by.

label-find = Find a session
label-my-bookings = My bookings
label-change-zone = Change time zone
label-home = « Start
label-requests = Requests
label-schedule = My schedule
label-windows = When I am free
label-settings = Settings
label-done = Done
settings-title = <b>Settings</b>
settings-language = 💬 I write <b>English</b>.
settings-zone = 🕑 Times are for <b>{ $zone }</b>.
settings-zone-unknown = 🕑 I don't know your time zone yet.

zone-ask =
    🕑 Which city's time do you go by?
    Tap one, or pick a region. You can also type a city, for example <i>Lisbon</i>.
zone-region = 🕑 <b>{ $region }</b>: which one is nearest to you?
zone-found = 🕑 Which one do you mean?
zone-not-found =
    I know no time zone by the name <b>{ $text }</b>.
    Try the nearest large city, for example <i>Lisbon</i> or <i>New York</i>, or pick a region.
zone-saved = 🕑 From now on times are for <b>{ $zone }</b>.
zone-region-europe = Europe
zone-region-america = The Americas
zone-region-asia = Asia
zone-region-africa = Africa
zone-region-pacific = Australia and Pacific

help =
    <b>What I can do for you</b>
    /book – find a session and book it
    /bookings – see or cancel your bookings
    /settings – language and time zone
    /cancel – stop whatever I am asking you

    When you book, the amount is held on your card. It is charged only if the expert accepts, and released if not.
help-become =
    <b>Do you teach, too?</b>
    /expert – offer sessions yourself
help-expert =
    <b>As an expert</b>
    /requests – who is waiting for your answer
    /schedule – your sessions to come
    /newsession – offer another session
    /sessions – change, open or pause your sessions
    /earnings – what each month brought
    /expert – your profile, your rate, pause everything
    /availability – when you are free, for example
    <code>/availability mon-fri 9-17, sat 10-14</code>
help-admin =
    <b>As an admin</b>
    /admin – applications, and how the bot is doing
    /payments – disputes, refunds that failed

# Descriptions in the command menu.
command-start = The first screen
command-book = Find a session
command-bookings = Your bookings
command-settings = Language and time zone
command-requests = Who waits for your answer
command-schedule = Your sessions to come
command-availability = When you are free
command-expert = Offer sessions: your profile
command-newsession = Offer another session
command-sessions = Change your sessions
command-earnings = What you earned, by month
command-admin = Applications, how the bot is doing
command-payments = Disputes, refunds that failed
command-help = What I can do
command-cancel = Stop what I am asking

## Endings said aloud, and what does not fit.

stopped-note = I no longer wait for your note.
stopped-zone = I no longer wait for a city. Your time zone is unchanged.
stopped-windows = I no longer wait for your times. What you saved before is unchanged.
stopped-nothing = I was not waiting for anything. Your bookings stay as they are; here is where you can go:
stopped-nothing-booked = I was not waiting for anything, and nothing is booked. Here is where you can go:
stopped-held = You have a seat held, and have not paid for it yet:

odd-text = I don't know what to do with that here. Tap a button above, or one of these:
odd-here = I don't know what to do with that here. Please tap one of the buttons:
odd-held = I don't know what to do with that here. You have a seat held, and have not paid for it yet:
odd-command = I don't know the command <b>{ $command }</b>. Here is what there is:
odd-media = I only read text. Please type it, or tap a button.
# Somebody sent more than is taken in at once: what went beyond was left out.
flooding = That was more at once than I take in, so I left out the latest of it. Wait a minute, and send the last one again.
odd-edited = I don't act on corrections; please send it as a new message.
odd-button = That button belongs to the past. Here is where you can go:
odd-group = I only talk in private: bookings and payments are nobody else's business. Open a chat with me there.
label-private = Open a private chat
odd-not-expert = That is for experts. You have no expert profile here; /expert makes you one.
odd-not-admin = That is for admins.

# What an empty chat shows above its Start button (512 characters at most).
bot-description =
    Book a session with an expert: pick a topic, a person and a time. You pay by card, and are charged only if the expert accepts.
