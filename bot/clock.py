"""The domain's clock, as far as code outside a transaction needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """What time it is for the domain: the system's, plus the offset the sandbox moved it by.

    The offset itself is a row that every transaction reads (`app.clock`); this is its copy for
    code that holds no transaction, such as checking a webhook's timestamp.
    """

    offset: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """The domain's time, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def follow(self, moment: datetime) -> None:
        """Take over the offset of a domain time that the database just told."""
        self.offset = moment - datetime.now(UTC)
