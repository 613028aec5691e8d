"""The way to Telegram's servers: python-telegram-bot's request interface on aiohttp.

PTB's own transport slows down above some sixteen parallel calls, and aiohttp is here anyway.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from telegram import InputFile
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot import metrics
from bot.telegram.calls import Call
from bot.telegram.charts import draw
from bot.telegram.screens import Document

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
CONNECTIONS = 128


class AiohttpRequest(BaseRequest):
    """One aiohttp session behind PTB's interface; safe to initialize and shut down twice.

    Raises telegram.error.TimedOut and NetworkError as PTB expects. Neither carries the address,
    which contains the token.
    """

    def __init__(
        self, *, connections: int = CONNECTIONS, read_timeout: float = READ_SECONDS
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP exchange: (status, body). aiohttp has no write timeout of its own."""
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_seconds(pool_timeout, None),
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, self._read_timeout),
        )
        with metrics.call("telegram", url.rpartition("/")[2]) as ended:
            try:
                async with self._session.request(
                    method, url, data=_body(request_data), timeout=timeout
                ) as answer:
                    ended.outcome = "ok" if answer.ok else str(answer.status)
                    return answer.status, await answer.read()
            except TimeoutError:
                raise TimedOut from None
            except (aiohttp.ClientError, OSError) as error:
                # Only the kind: some of aiohttp's messages quote the address, with the token in it.
                raise NetworkError(type(error).__name__) from None


def fields(params: dict[str, Any], document: Document | None = None) -> RequestData:
    """The fields of one raw Bot API call, with a file where the call uploads one."""
    sent = [RequestParameter(name, value, None) for name, value in params.items()]
    if document:
        file = InputFile(document.content, filename=document.filename)
        file.mimetype = document.mime
        sent.append(RequestParameter(document.field, None, [file]))
    return RequestData(sent)


class Api:
    """Raw calls of the Bot API, with PTB's errors and none of its parsing."""

    def __init__(self, token: str, api_base: str, request: BaseRequest) -> None:
        self._base = f"{api_base}/bot{token}/"
        self._request = request

    async def call(
        self,
        method: str,
        params: dict[str, Any],
        *,
        document: Document | None = None,
        read_timeout: float | None = None,
    ) -> Any:
        """The `result` of one call; raises telegram.error.TelegramError."""
        return await self._request.post(
            self._base + method,
            fields(params, document),
            read_timeout=BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout,
        )

    async def perform(self, call: Call) -> Any:
        """The `result` of a call that waited in the outbox; a chart is drawn now, in a thread."""
        document = call.document
        if call.chart:
            png = await asyncio.to_thread(draw, call.chart)
            document = Document("chart.png", png, "image/png", field="photo")
        return await self.call(call.method, call.params, document=document)


def retry_seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


def _seconds(asked: Any, default: float | None) -> Any:
    return default if asked is BaseRequest.DEFAULT_NONE else asked


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    fields = request_data.json_parameters
    if not request_data.contains_files:
        return fields
    form = aiohttp.FormData(fields)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
