"""Nobody may hold the console up by sending slowly: a limit on heads here, one on bodies beside it.

uvicorn waits for ever for the rest of a head and of a body, so that a few hundred half requests would take
every connection there is. What is sent and confirmed by nobody's machine ends its connection too.
"""

import asyncio
import socket
from http import HTTPStatus
from typing import Final

import h11
from litestar.exceptions import HTTPException
from litestar.types import Receive, ReceiveMessage
from uvicorn.protocols.http.h11_impl import H11Protocol

DEAF_MS: Final = 30_000  # a PC without power says no goodbye, and its page would count as open for 15 minutes
SLOWEST: Final = 500  # bytes a second, a fifth of the slowest link we know


class SlowBodyError(HTTPException):
    """A body came slower than any link of ours is."""

    status_code = HTTPStatus.REQUEST_TIMEOUT


class Prompt(H11Protocol):
    """uvicorn's protocol, which ends what leads to no answer `head_s` after it began.

    That is a head that is not whole, or the rest of a body that was answered before its end.
    """

    head_s: float = 20.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # as uvicorn itself narrows it
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAF_MS)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._calm()

    def _watch(self) -> None:
        if not self._idle():
            self._calm()
        elif self._late is None:
            self._late = self.loop.call_later(self.head_s, self._end)

    def _calm(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _end(self) -> None:
        self._late = None
        if self._idle():
            self.transport.close()

    def _idle(self) -> bool:
        answered: bool = self.cycle is not None and self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison]  # None before the first request
        return answered or self.conn.their_state is h11.IDLE


class Paced:
    """A `receive` that waits `patience` seconds for a body, and longer only as far as bytes come."""

    def __init__(self, receive: Receive, patience: float) -> None:
        self._receive, self._patience = receive, patience
        self._began = asyncio.get_running_loop().time()
        self._got = 0
        self._whole = False

    async def __call__(self) -> ReceiveMessage:
        """Return the next message; SlowBodyError when it does not come in time."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._began + self._patience + self._got / SLOWEST):
                message = await self._receive()
        except TimeoutError:
            raise SlowBodyError from None
        if message["type"] == "http.request":
            self._got += len(message["body"])
            self._whole = not message["more_body"]
        return message
