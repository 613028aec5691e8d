# Words that many screens share.

day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
# A day that is near, and its time: "today 16:00".
near-day-and-time = { $day } { $time }
# A date and its time, or its from–to: "Tue 24 Nov, 16:00".
day-and-time = { $day }, { $time }

back = « Back
cancel = Cancel
change = Change
save = Save
more = More ›
earlier = ‹ Earlier

language-en = English
language-da = Dansk

level-BEGINNER = beginners
level-INTERMEDIATE = intermediate
level-ADVANCED = advanced

label-numbered = { $number } { $name }
new-expert = new
rating = ★ { $rating }
sessions-held = { $n ->
    [one] 1 session
   *[other] { $n } sessions
}

names-and = { $first } and { $last }
names-more = { $first } and { $n } more
name-and-more = { $name } +{ $n }
