"""Who becomes an expert in the chat, from /expert to the first free time, and the admin who lets
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.chaos_all.hands import PATIENCE, Message, NoAnswer
from tests.chaos_all.people import STEPS, TRIES, Expert, Somebody

VERIFIED = "You are verified|✅ verified"


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
        screen = await self.hand.send("/expert")
        for _ in range(STEPS):
            if "Thank you." in screen.text or "Your expert profile" in screen.text:
                break
            screen = await self._answer(screen, "/expert")
        else:
            raise NoAnswer(f"{self.hand.name}: the application")
        if not await self.hand.until(VERIFIED, 2 * PATIENCE):
            raise NoAnswer(f"{self.hand.name}: the answer to the application")
        self.does("became an expert")

    async def _offer(self) -> None:
        """One session, however many tries it takes; and it is opened."""
        screen = await self.hand.send("/sessions")
        if self._title not in screen.text:
            screen = await self.hand.send("/newsession")
        for _ in range(STEPS):
            if screen.button("^Pause it"):
                return self.does("opened a session")
            screen = await self._answer(screen, "/sessions")
        raise NoAnswer(f"{self.hand.name}: the session")

    @property
    def _title(self) -> str:
        return f"All about {self.hand.name}"

    async def _answer(self, screen: Message, again: str) -> Message:
        """Answer what is asked; where nothing is, say the command `again`."""
        for asked, typed in {
            "What do you teach": "I have done it for ten years.",
            "Which topics": self.topic,
            "What do you take an hour": "450",
            "What is it called": self._title,
            "Describe it": "All that I know about it.",
        }.items():
            if asked in screen.text:
                return await self.hand.send(typed)
        for label in (
            "^A room for each", "^Send the application", "^60$", r"\(your rate\)", "^Open it",
            rf"^1 {self._title}",
        ):  # fmt: skip
            if screen.button(label):
                return await self.press(screen, label) or screen
        return await self.hand.send(again)
