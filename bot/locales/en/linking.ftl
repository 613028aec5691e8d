## Joining this chat to an account of the web platform: /start link_…

link-ask =
    Connect this chat to the web account <b>{ $name }</b>?
    Its bookings and requests then show here, and what you do here shows on the web.
link-ask-nameless =
    Connect this chat to your web account?
    Its bookings and requests then show here, and what you do here shows on the web.
link-switch = This chat is connected to another web account now; that one keeps its bookings, and is heard of here no more.
link-not-yours = If you did not ask for this on the website yourself, leave it.
label-link = Connect
label-link-no = Leave it
link-done = ✅ Connected. This chat now belongs to the web account <b>{ $name }</b>.
link-already = ✅ This chat is connected to the web account <b>{ $name }</b>.
link-unknown = That link is not one I can use: it is incomplete, or a newer one has taken its place. Ask for a new link on the website and open it within 15 minutes.
link-used = That link has been used already; each works once. If it wasn't you, disconnect Telegram on the website and ask for a new link there.
link-expired = That link was good for 15 minutes, and they are over. Ask for a new one on the website.
link-taken = That web account is connected to another Telegram account. Disconnect that one on the website first, then ask for a new link there.
link-expert = You are an expert in this chat already, with an account of its own, and I can't merge two accounts. Nothing was changed. To see the web account here, open a link from a Telegram account that is not an expert yet.
link-booked = You have booked in this chat already, with an account of its own, and I can't merge two accounts. Nothing was changed: your bookings go on here as before. To see the web account in Telegram, open a link from a Telegram account that has not booked yet.

## Coming by an expert's or a session's link: /start expert_…, /start session_…

expert-title = <b>{ $name }</b> { $rating } · times for { $zone }
expert-line = { $number } { $title }, { $minutes } min · { $price } · { $when }
expert-busy = <b>{ $name }</b> has nothing free in the next days.
expert-closed = That expert takes no bookings at the moment. Here is what is free now:
session-closed = That session takes no bookings at the moment. Here is what is free now:
expert-link = Your link, to share: { $link }

## Where one is, by a shared location.

label-location = 📍 Share my location
location-ask = 📍 On a phone, tap the button under the text field. I take the time zone from the place. On a computer, type a city instead.
location-unknown = I can't tell the time zone of that place. Please type the nearest large city instead, for example <i>Lisbon</i>.
location-offer = 📍 That is in <b>{ $there }</b> time. Your times are for <b>{ $here }</b>.
location-same = 📍 That is <b>{ $zone }</b> time, which you use already.
location-nowhere = I can't tell the time zone of that place. Your times stay those of <b>{ $zone }</b>.
label-zone-change = Change to { $name }
label-zone-keep = Keep { $name }
own-session = This is your own session; others see it like this:
own-session-closed = It is not open now: nobody can book it.
own-expert = These are your own sessions; others see them like this:
own-expert-closed = This is your own link. You take no bookings at the moment, so others are told so.
label-own-change = Change it
