"""What people do: begin, book, pay, change their minds; say when they are free, accept, decline.

Everybody has a chance of their own, made of the seed and their number: what they decide depends on
that alone, what they can choose from on what the others left.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.chaos_all.hands import PATIENCE, Hand, Message, NoAnswer, Tally
from tests.chaos_all.stage import Stage

WEEK = "/availability mon-sun 9-13"
GOOD, BAD = "4242424242424242", "4000000000000002"
A_TIME, A_DAY = r"^\d{1,2}:\d\d$", r"^\d{1,2}$"
STEPS, TRIES = 14, 6
BURST = 3


@dataclass
class Somebody:
    """One person with their phone; `words` counts the numbered ones that they have sent."""

    hand: Hand
    chance: random.Random
    tally: Tally
    words: int = 0

    def say_words(self, count: int = BURST) -> None:
        """Send so many numbered words in one go; each is answered by a message that repeats it."""
        for _ in range(count):
            self.words += 1
            self.hand.type(f"/w{self.words}")

    async def say_and_hear(self) -> None:
        """The same, and go on once the last one is answered."""
        self.say_words()
        if not await self.hand.until(rf"/w{self.words}\b", PATIENCE):
            raise NoAnswer(f"{self.hand.name}: /w{self.words}")

    async def begins(self) -> None:
        """Say hello, and where one is, if that is asked."""
        hello = await self.hand.send("/start")
        if city := hello.button("Copenhagen"):
            await self.hand.tap(hello, city)
            self.does("began")

    def does(self, what: str) -> None:
        """Note it for the story."""
        self.tally.did[what] += 1

    async def press(self, message: Message, label: str) -> Message | None:
        """Tap one of the buttons that have this label, where there is one."""
        buttons = [each for each in message.all(label) if each.data]
        return await self.hand.tap(message, self.chance.choice(buttons)) if buttons else None

    async def press_both(self, message: Message, ask: str, yes: str) -> bool:
        """Tap a button, and then the one that means it; whether there was one. Raises NoAnswer."""
        await self.press(message, ask)
        # A receipt may come in between.
        asked = await self.hand.until("", 40, button=yes)
        return bool(asked and await self.press(asked, yes))


class Learner(Somebody):
    """Begins, books with somebody, pays, waits for the answer, and sometimes cancels."""

    link: str | None = None
    paid = False

    async def morning(self, stage: Stage) -> None:
        """All of it; what could not be done in several tries is noted as stuck."""
        for _ in range(TRIES):
            try:
                await self.begins()
                await self.say_and_hear()
                self.link = self.link or await self._book()
                if self.link is None:
                    self.does("found nothing free")
                    return
                self.paid = self.paid or await self._pay(stage, self.link)
                if self.paid:
                    await self._outcome()
                self.say_words()
            except NoAnswer:
                self.does("gave up waiting")
                continue
            else:
                return
        self.tally.stuck[self.hand.id] = "never got through the morning"

    async def _book(self) -> str | None:
        """From /book to the pay link, by whatever is on the screen; None where nothing is free."""
        noted = self.chance.random() < 0.7
        for _ in range(3):
            screen = await self.hand.send("/book")
            for _ in range(STEPS):
                if (pay := screen.button("^Pay")) and pay.url:
                    self.does("booked")
                    return pay.url
                if screen.button("^Book it"):
                    if not noted and screen.button("^Add a note"):
                        noted = True
                        screen = await self._note(screen)
                        continue
                    screen = await self._take(screen)
                    continue
                chosen = await self._choose(screen)
                if chosen is None:
                    break
                screen = chosen
        return None

    async def _choose(self, screen: Message) -> Message | None:
        for label in (A_TIME, r"^(Morning|Afternoon|Evening) ", A_DAY, r"^\d+ .* · ", r" · \d+$"):
            if screen.all(label):
                return await self.press(screen, label)
        return None

    async def _note(self, summary: Message) -> Message:
        asked = await self.press(summary, "^Add a note")
        assert asked
        told = await self.hand.send(f"I am {self.hand.name}")
        if f"I am {self.hand.name}" not in told.text:
            told = self.hand.find(f"I am {self.hand.name}", button="^Book it") or told
        self.does("left a note")
        return told

    async def _take(self, summary: Message) -> Message:
        """Book it; the link comes a moment later, in the same message."""
        held = await self.press(summary, "^Book it")
        assert held
        if "Preparing" in held.text or held.button("^Let it go"):
            ready = await self.hand.until(r"Held for you until|ran out", 40)
            return ready or held
        return held

    async def _pay(self, stage: Stage, link: str) -> bool:
        if self.chance.random() < 0.06:
            held = self.hand.find("Held for you", button="^Let it go")
            if held and await self.press(held, "^Let it go"):
                self.does("let go")
            return False
        for number in (BAD, GOOD) if self.chance.random() < 0.15 else (GOOD,):
            async with stage.http.post(f"{link}/pay", json={"number": number}) as answer:
                assert answer.status < 500, await answer.text()
        self.does("paid")
        return True

    async def _outcome(self) -> None:
        """Wait for the expert's answer, and perhaps change one's mind after it."""
        told = await self.hand.until(r"Meet here|can't make|released", 40)
        if told is None or "Meet here" not in told.text:
            return
        self.does("was accepted")
        if self.chance.random() < 0.25:
            await self.cancel()

    async def cancel(self) -> None:
        """Cancel what is confirmed, as the card offers it."""
        card = self.hand.find("", button="^Cancel…")
        if card and await self.press_both(card, "^Cancel…", "^Cancel (the session|my seat)"):
            self.does("cancelled")


class Expert(Somebody):
    """Says when they are free, and answers whoever asks; some they let wait, and once at least
    they have to cancel.
    """

    had_to = False

    async def open_up(self) -> None:
        """Set the week. Tried again where nobody answers."""
        for _ in range(TRIES):
            try:
                preview = await self.hand.send(WEEK)
                if await self.press(preview, "^Save"):
                    self.does("set availability")
                    self.say_words()
                    return
            except NoAnswer:
                continue
        self.tally.stuck[self.hand.id] = "could not say when they are free"

    async def answer(self) -> None:
        """Answer requests until cancelled; of what is confirmed, cancel some."""
        done: set[tuple[int, str]] = set()
        while True:
            for message in self.hand.messages():
                for label, work in (("^Accept$", self._decide), ("^Cancel…", self._perhaps_cancel)):
                    if (message.id, label) not in done and message.button(label):
                        done.add((message.id, label))
                        await work(message)
            await self.hand.wait(5)

    def _dice(self, about: Message) -> float:
        """A throw that hangs on who they are and what it is about."""
        return random.Random(f"{self.hand.name}/{about.text[:60]}").random()

    async def _perhaps_cancel(self, card: Message) -> None:
        if self.had_to and self._dice(card) > 0.1:
            return
        try:
            if await self.press_both(card, "^Cancel…", "^Cancel the session"):
                self.had_to = True
                self.does("had to cancel")
        except NoAnswer:
            self.does("gave up waiting")

    async def _decide(self, request: Message) -> None:
        decision = self._dice(request)
        if decision < 0.08:
            return self.does("ignored")
        declines = decision < 0.22
        try:
            if declines:
                answered = await self.press_both(request, "^Decline…", "^Decline$")
            else:
                answered = await self.press(request, "^Accept$") is not None
        except NoAnswer:
            return self.does("gave up waiting")
        if answered:
            self.does("declined" if declines else "accepted")
        return None
