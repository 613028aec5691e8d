"""The words of the availability language, English and Danish, as tables.

Both languages are understood whoever writes; Danes write English days and the other way round.
Days are numbered as in the schema: 0 is Sunday.
"""

from __future__ import annotations

from difflib import get_close_matches

_NAMES = (
    ("sunday", "søndag"),
    ("monday", "mandag"),
    ("tuesday", "tirsdag"),
    ("wednesday", "onsdag"),
    ("thursday", "torsdag"),
    ("friday", "fredag"),
    ("saturday", "lørdag"),
)
_TWO_LETTERS = {
    "su": 0,
    "mo": 1,
    "tu": 2,
    "we": 3,
    "th": 4,
    "fr": 5,
    "sa": 6,
    # "to" (torsdag) and "on" (onsdag) mean something else in English.
    "sø": 0,
    "ma": 1,
    "ti": 2,
    "lø": 6,
}
# Short forms that are no beginnings of the name.
_IRREGULAR = {"weds": 3}

WEEKDAYS = (1, 2, 3, 4, 5)
WEEKEND = (6, 0)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 0)

_SETS: dict[tuple[int, ...], str] = {
    WEEKDAYS: "weekday weekdays workday workdays hverdag hverdage hverdagene",
    WEEKEND: "weekend weekends weekenden weekender weekenderne",
    EVERY_DAY: "daily everyday dagligt daglig",
}
DAY_SETS: dict[str, tuple[int, ...]] = {
    word: days for days, words in _SETS.items() for word in words.split()
}
"""One word for several days."""

PHRASES: dict[str, str] = {
    # Two words, as one; read before single words are.
    "every day": "daily",
    "each day": "daily",
    "all days": "daily",
    "all week": "daily",
    "hver dag": "daily",
    "alle dage": "daily",
    "hele ugen": "daily",
    "all day": "allday",
    "whole day": "allday",
    "hele dagen": "allday",
    "hele døgnet": "allday",
    "døgnet rundt": "allday",
    "day off": "off",
    "not available": "off",
    "ikke ledig": "off",
}

TO = frozenset({"to", "til", "till", "until", "through", "thru"})
"""Words that join the two ends of a range, as a dash does."""

AND = frozenset({"and", "og", "plus", "samt"})
NOISE = frozenset(
    [
        "every",
        "each",
        "on",
        "at",
        "from",
        "the",
        "of",
        "hver",
        "om",
        "kl",
        "klokken",
        "fra",
        "den",
        "hours",
        "timer",
        "h",
        "o'clock",
        "i",
        "in",
    ]
)
"""Words that people put around a day or a time and that change nothing."""

OFF = frozenset({"off", "closed", "none", "lukket", "ingen", "intet", "aldrig", "never"})
CLEAR = frozenset({"clear", "ryd", "nothing", "slet", "ingenting"})
ALL_DAY = frozenset({"allday"})
OFF_OR_FRIDAY = "fri"
"""Friday in English, off in Danish; what stands around it decides."""

CLOCK_WORDS = {
    "noon": (12 * 60, "p"),
    "midday": (12 * 60, "p"),
    "midnight": (0, ""),
    "midnat": (0, ""),
}
"""Times of day that are words: minutes after midnight, and which half of the day they speak of."""


def fold(word: str) -> str:
    """The word as it is looked up: lower case, without the dot of an abbreviation."""
    return word.lower().rstrip(".").removesuffix("'s").removesuffix("’s")


def days_of(word: str) -> tuple[int, ...]:
    """The days a folded word names; none where it names no day."""
    if word in DAY_SETS:
        return DAY_SETS[word]
    day = _day_of(word)
    return () if day is None else (day,)


def _day_of(word: str) -> int | None:
    """The day a folded word names, by any beginning of three letters or more, or plural."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _TWO_LETTERS:
        return _TWO_LETTERS[word]
    if len(word) < 3:  # noqa: PLR2004 - see above
        return None
    for day, names in enumerate(_NAMES):
        for name in names:
            forms: tuple[str, ...] = (
                name,
                f"{name}s",
                f"{name}e",
                f"{name}ene",
                name.replace("ø", "o"),
            )
            forms = (*forms, name.replace("ø", "oe"), f"{name.replace('ø', 'o')}e")
            if any(form.startswith(word) for form in forms):
                return day
    return None


def guess(word: str) -> str | None:
    """The known word that an unknown one was probably meant to be."""
    known = [
        *(name for names in _NAMES for name in names),
        *(
            [
                "sun",
                "mon",
                "tue",
                "wed",
                "thu",
                "fri",
                "sat",
                "søn",
                "man",
                "tirs",
                "ons",
                "tors",
                "fre",
                "lør",
            ]
        ),
        *DAY_SETS,
        *("off", "clear", "ryd", "noon", "midnight"),
    ]
    close = get_close_matches(word, known, 1, 0.7)
    return close[0] if close else None
