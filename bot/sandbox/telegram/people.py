"""The people who hold the phones, as Telegram knows them."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.books import Books
from bot.sandbox.telegram.errors import BotApiError, bad_request


@dataclass(frozen=True, slots=True)
class Person:
    """One who may talk to the bot. `started`: the bot has met them and may write to them.

    `place` is where a shared location puts them (latitude, longitude), `zone` what their phone's
    clock shows. Telegram never tells a bot the zone.
    """

    id: int
    role: str
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    place: tuple[float, float] = (55.6761, 12.5683)
    zone: str = "Europe/Copenhagen"
    started: bool = False
    blocked: bool = False

    def user(self) -> dict[str, Any]:
        """The person as a User of the Bot API."""
        return {
            "id": self.id,
            "is_bot": False,
            **self._names(),
            "language_code": self.language_code,
        }

    def chat(self) -> dict[str, Any]:
        """The person's private chat with the bot as a Chat of the Bot API."""
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> dict[str, str]:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {name: value for name, value in names.items() if value}


# Experts and the admin have met the bot before: it may write to them at once.
NEW_YORK, KOLKATA = "America/New_York", "Asia/Kolkata"
CAST = (
    Person(1001, "learner", "Ann", username="ann_learns"),
    Person(1002, "learner", "Bo", username="bo_laerer", language_code="da"),
    Person(2001, "expert", "Maria", "K.", "maria_k", "en", (40.71, -74.0), NEW_YORK, started=True),
    Person(2002, "expert", "Jonas", "P.", "jonas_p", "da", started=True),
    Person(2003, "expert", "Amira", "S.", "amira_s", "en", (22.57, 88.36), KOLKATA, started=True),
    Person(3001, "admin", "Ada", username="ada_admin", started=True),
)


class People:
    """Everyone in the books."""

    def __init__(self, books: Books, cast: Iterable[Person] = CAST) -> None:
        self._books = books
        for person in cast:
            self.add(person)

    def add(self, person: Person) -> None:
        """Write a person down; one who is known stays as they are."""
        profile = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "username": person.username,
            "language_code": person.language_code,
            "place": person.place,
            "zone": person.zone,
        }
        self._books.run(
            "insert into people (id, role, profile, started, blocked) values (?, ?, ?, ?, ?)"
            " on conflict (id) do nothing",
            person.id,
            person.role,
            json.dumps(profile),
            person.started,
            person.blocked,
        )

    def all(self) -> list[Person]:
        """Everyone, by id."""
        return [_person(row) for row in self._books.rows("select * from people order by id")]

    def find(self, person_id: int) -> Person | None:
        """The person, or None where nobody has this id."""
        row = self._books.row("select * from people where id = ?", person_id)
        return None if row is None else _person(row)

    def addressed(self, chat_id: object) -> Person:
        """The person whom a call of the bot addresses.

        Raises BotApiError as Telegram does: 400 for a chat that the bot never met, 403 for one
        that blocked it. A chat is named by its id; users have no public @name to bots.
        """
        person = self.find(chat_id) if isinstance(chat_id, int) else None
        if person is None or not person.started:
            raise bad_request("chat not found")
        if person.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        return person

    def mark(self, person_id: int, *, started: bool = True, blocked: bool = False) -> None:
        """Record that the person started, blocked or unblocked the bot."""
        self._books.run(
            "update people set started = ?, blocked = ? where id = ?", started, blocked, person_id
        )

    def read_up_to(self, person_id: int) -> int:
        """The id of the last message that the person has seen."""
        row = self._books.row("select read_up_to from people where id = ?", person_id)
        return 0 if row is None else int(row["read_up_to"])

    def keyboard(self, person_id: int) -> dict[str, Any] | None:
        """The reply keyboard that stands in for the person's typing field, if any."""
        row = self._books.row("select keyboard from people where id = ?", person_id)
        return None if row is None or row["keyboard"] is None else json.loads(row["keyboard"])

    def set_keyboard(self, person_id: int, keyboard: dict[str, Any] | None) -> None:
        """Show or remove the reply keyboard."""
        value = None if keyboard is None else json.dumps(keyboard)
        self._books.run("update people set keyboard = ? where id = ?", value, person_id)


def _person(row: sqlite3.Row) -> Person:
    profile = json.loads(row["profile"])
    profile["place"] = tuple(profile["place"])
    return Person(
        id=row["id"],
        role=row["role"],
        started=bool(row["started"]),
        blocked=bool(row["blocked"]),
        **profile,
    )
