"""A plain TCP balancer on loopback: each new connection goes to the next replica that takes it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence

_CHUNK = 65536


class Balancer:
    """Passes bytes on, and can drop connections; it knows nothing of HTTP."""

    def __init__(self) -> None:
        self.ports: Sequence[int] = []
        self._next = 0
        self._open: set[asyncio.StreamWriter] = set()
        self.dropped = 0
        self.port = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen until the end of the block."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for writer in list(self._open):
                writer.close()

    def drop(self, chance: random.Random, share: float = 0.5) -> None:
        """Reset some of the connections, whatever is under way on them."""
        for writer in sorted(self._open, key=id):
            if chance.random() < share:
                writer.transport.abort()
                self.dropped += 1

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = await self._connect()
        if behind is None:
            writer.transport.abort()
            return
        its_reader, its_writer = behind
        both = (writer, its_writer)
        self._open.update(both)
        try:
            # When one side ends so does the other: what was half-way is for the sender to repeat.
            ways = {
                asyncio.create_task(_pass_on(reader, its_writer)),
                asyncio.create_task(_pass_on(its_reader, writer)),
            }
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)
        finally:
            self._open.difference_update(both)
            for each in both:
                each.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self.ports:
            port = self.ports[self._next % len(self.ports)]
            self._next += 1
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
        return None


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(_CHUNK):
            writer.write(some)
            await writer.drain()
