# Ord, som mange skærmbilleder deler.

day-today = i dag
day-tomorrow = i morgen
day-yesterday = i går
# En dag tæt på og dens tid: "i dag kl. 16.00".
near-day-and-time = { $day } kl. { $time }
# En dato og dens tid eller fra–til: "tirs. 24. nov. kl. 16.00".
day-and-time = { $day } kl. { $time }

back = « Tilbage
cancel = Annuller
change = Ret
save = Gem
more = Flere ›
earlier = ‹ Tidligere

language-en = English
language-da = Dansk

level-BEGINNER = begyndere
level-INTERMEDIATE = let øvede
level-ADVANCED = øvede

label-numbered = { $number } { $name }
new-expert = ny
rating = ★ { $rating }
sessions-held = { $n ->
    [one] 1 session
   *[other] { $n } sessioner
}

names-and = { $first } og { $last }
names-more = { $first } og { $n } andre
name-and-more = { $name } +{ $n }
