"""What the local Bot API answers when it refuses."""

from typing import Any


class BotApiError(Exception):
    """A refusal in Telegram's own words.

    `code` is the HTTP status and `error_code`; `retry_after` (seconds) goes into `parameters`.
    """

    acted = False
    """Whether it was said although the work was done."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON body that goes with the status."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(what: str) -> BotApiError:
    """400 with Telegram's usual prefix."""
    return BotApiError(400, f"Bad Request: {what}")


def too_many_requests(seconds: int) -> BotApiError:
    """429; the caller may try again after so many whole seconds."""
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
