"""Who becomes an expert in the chat, from /expert to the first free time, and the admin who lets
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos_all.hands import PATIENCE, Message, NoAnswer
from tests.chaos_all.people import STEPS, TRIES, Expert, Somebody

VERIFIED = "You are verified|✅ verified"
SENT = "Thank you\\.|You are verified|Your expert profile"
QUIET = 15.0
"""Real seconds after which somebody who waits for what follows a screen says the command again."""


class Admin(Somebody):
    """Verifies whoever applies."""

    async def begin(self) -> None:
        """Say hello, so that applications find their way here."""
        for _ in range(TRIES):
            try:
                await self.begins()
            except NoAnswer:
                self.does("gave up waiting")
                continue
            return
        self.tally.stuck[self.hand.id] = "never got to be an admin"

    async def answer(self) -> None:
        """Answer applications until cancelled."""
        done: set[int] = set()
        while True:
            for message in self.hand.messages():
                if message.id not in done and message.button("^Verify$"):
                    await self._verify(message, done)
            await self.hand.wait(5)

    async def _verify(self, application: Message, done: set[int]) -> None:
        try:
            await self.press(application, "^Verify$")
        except NoAnswer:
            return self.does("gave up waiting")
        done.add(application.id)
        return self.does("verified")


@dataclass
class Applicant(Expert):
    """Applies, is verified, makes a session and says when; then an expert as any other."""

    topic: str = "python"

    async def open_up(self) -> None:
        """All of it; each try goes on where the last one ended."""
        for _ in range(TRIES):
            try:
                await self.begins()
                await self._apply()
                await self._offer()
            except NoAnswer:
                self.does("gave up waiting")
                continue
            return await super().open_up()
        self.tally.stuck[self.hand.id] = "never became an expert"
        return None

    async def _apply(self) -> None:
        """Answer what is asked until it is sent, and wait for what the admin says."""
        await self._until("/expert", lambda screen: bool(re.search(SENT, screen.text)))
        if not await self.hand.until(VERIFIED, 2 * PATIENCE):
            raise NoAnswer(f"{self.hand.name}: the answer to the application")
        self.does("became an expert")

    async def _offer(self) -> None:
        """One session, however many tries it takes; and it is opened."""
        await self._until("/sessions", lambda screen: screen.button("^Pause it") is not None)
        self.does("opened a session")

    async def _until(self, command: str, there: Callable[[Message], bool]) -> None:
        """Say the command, and go by the newest screen until it is `there`. Raises NoAnswer.

        Not all that comes is the answer to what was done last: notices come by themselves, and a
        message comes twice whose sending seemed to fail. Whoever takes that for the answer is one
        screen behind from then on. So what asks nothing, or what was answered already, is waited
        out, and the command is said again only where nothing follows.
        """
        await self.hand.send(command)
        answered: Message | None = None
        for _ in range(2 * STEPS):
            screen = self.hand.newest()
            if there(screen):
                return
            if not screen.says_the_same(answered) and await self._answer(screen):
                answered = screen
            elif not await self.hand.wait(QUIET):
                await self.hand.send(command)
                answered = None
        raise NoAnswer(f"{self.hand.name}: {command}")

    @property
    def _title(self) -> str:
        return f"All about {self.hand.name}"

    async def _answer(self, screen: Message) -> bool:
        """Answer what is asked; whether anything is."""
        for asked, typed in {
            "What do you teach": "I have done it for ten years.",
            "Which topics": self.topic,
            "What do you take an hour": "450",
            "You offer no sessions yet": "/newsession",
            "What is it called": self._title,
            "Describe it": "All that I know about it.",
        }.items():
            if asked in screen.text:
                await self.hand.send(typed)
                return True
        for label in (
            "^A room for each", "^Send the application", "^60$", r"\(your rate\)", "^Open it",
            rf"^1 {self._title}",
        ):  # fmt: skip
            if screen.button(label):
                await self.press(screen, label)
                return True
        return False
