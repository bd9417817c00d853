"""No log line quotes a message, a number or what a failed statement was given, whatever fails."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from gateway import logs
from gateway.errors import StoreLostError
from gateway.incoming import Incoming
from gateway.intake import intake
from gateway.store import messages
from tests.gateway.offices import BEARER, OFFICER, START, House
from tests.gateway.offices import text as said

MARKER = "ZEBRAWORD"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Log as a running station does, into this."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    root.handlers = []
    lines = io.StringIO()
    logs.set_up(lines)
    yield lines
    structlog.configure(**before)
    root.handlers, logging.raiseExceptions = handlers, raising
    root.setLevel(level)


def _logged(log: io.StringIO) -> str:
    lines = log.getvalue()
    assert lines
    assert all(json.loads(line)["event"] for line in lines.splitlines())
    return lines


def _quoting(conn: Connection, incoming: Incoming) -> None:
    """Fail as a database does, quoting the statement's values."""
    row = {"name": incoming.text, "value": None}
    conn.execute(text("INSERT INTO counter (name, value) VALUES (:name, :value)"), row)


def test_a_message_that_fails_is_not_quoted(
    house: House, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    monkeypatch.setattr(intake.filing, "file", lambda conn, _, incoming: _quoting(conn, incoming))
    house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, [said(MARKER)]))
    assert [one.text for one in house.store.read_now(messages.recent)] == [MARKER]
    told = _logged(log)
    assert "IntegrityError" in told
    assert MARKER not in told
    assert OFFICER not in told


def _error() -> IntegrityError:
    return IntegrityError("INSERT", {"text": MARKER, "sender": OFFICER}, ValueError(MARKER))


def test_the_same_error_told_in_full_would_quote_it() -> None:
    """The control."""
    assert MARKER in str(_error())
    assert OFFICER in str(_error())


@pytest.mark.parametrize("how", ["structlog", "library", "asyncio task", "asyncio callback", "in its words"])
def test_no_traceback_of_anybody_quotes_a_message(how: str, log: io.StringIO) -> None:
    _HOW[how]()
    told = _logged(log)
    assert MARKER not in told
    assert OFFICER not in told


def _structlog() -> None:
    try:
        _chained()
    except StoreLostError:
        structlog.get_logger().exception("a part failed", part="x")


def _library() -> None:
    try:
        _chained()
    except StoreLostError as error:
        logging.getLogger("uvicorn.error").critical("Exception in ASGI application", exc_info=error)


def _chained() -> None:
    try:
        raise _error()
    except IntegrityError as error:
        raise StoreLostError(MARKER) from error


async def _forgotten() -> None:
    async def fails() -> None:
        raise _error()

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task


async def _callback() -> None:
    def fails(_: str) -> None:
        raise _error()

    asyncio.get_running_loop().call_soon(fails, MARKER)
    await asyncio.sleep(0)


def _spoken() -> None:
    try:
        _chained()
    except StoreLostError as error:
        structlog.get_logger().error("the store failed", error=logs.kinds_of(error), at=logs.place_of(error))


_HOW = {
    "structlog": _structlog,
    "library": _library,
    "asyncio task": lambda: asyncio.run(_forgotten()),
    "asyncio callback": lambda: asyncio.run(_callback()),
    "in its words": _spoken,
}


def test_a_store_that_fails_at_commit_tells_no_values(house: House) -> None:
    def work(conn: Connection) -> None:
        conn.execute(text("PRAGMA defer_foreign_keys = ON"))
        row = {"word": MARKER, "at": str(START)}
        insert = "INSERT INTO session VALUES (x'00', :word, '', :at, :at, :at, NULL)"
        conn.execute(text(insert), row)

    with pytest.raises(StoreLostError) as raised:
        house.store.write_now(work)
    assert MARKER not in str(raised.value)
