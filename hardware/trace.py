"""Remembers the last lines that went over a port, without what nobody but the two ends should know."""

import re
from collections import deque
from typing import Final

from hardware.port import Port

LINES: Final = 200
LINE_AT_MOST: Final = 160
KEPT: Final = 512  # bytes of a line: a PDU's are cut only after they were hidden
_ENDS: Final = re.compile(rb"[\r\n\x1a]+")
_SECRET: Final = re.compile(r"(AT\+CPIN=|AT\+CLCK=|AT\+CPWD=).*")
_OCTETS: Final = re.compile(r"\b(?:[0-9A-Fa-f]{2}){8,}\b")
_NUMBER: Final = re.compile(r"\+?\d{5,}")
_QUOTED: Final = re.compile(r'"([^"]{12,})(?:"|$)')


def redact(line: str) -> str:
    """Hide PINs, PDUs, long texts, and all but the last two digits of anything like a number."""
    line = _SECRET.sub(r"\1...", line)
    line = _OCTETS.sub(lambda found: f"<{len(found[0]) // 2} octets>", line)
    line = _NUMBER.sub(lambda found: f"...{found[0][-2:]}", line)
    return _QUOTED.sub(lambda found: f'"<{len(found[1])} characters>"', line)[:LINE_AT_MOST]


class Trace:
    """The last 200 lines of one port, each as `> AT+CSQ` or `< OK`.

    What is secret is hidden when somebody asks, because nobody asks for most lines.
    """

    def __init__(self) -> None:
        self._lines: deque[tuple[str, bytes]] = deque(maxlen=LINES)
        self._begun = {">": b"", "<": b""}

    def lines(self) -> tuple[str, ...]:
        said = ((mark, line.decode("latin-1").strip()) for mark, line in self._lines)
        return tuple(f"{mark} {redact(line)}" for mark, line in said if line)

    def note(self, mark: str, data: bytes) -> None:
        """Take bytes that went out (`>`) or came in (`<`), however they are cut."""
        *whole, begun = _ENDS.split(self._begun[mark] + data)
        self._begun[mark] = begun[-4096:]
        self._lines.extend((mark, line[:KEPT]) for line in whole if line)


class TracedPort:
    """A port whose lines are noted in a trace."""

    def __init__(self, port: Port, trace: Trace) -> None:
        self._port = port
        self._trace = trace

    async def read(self) -> bytes:
        data = await self._port.read()
        self._trace.note("<", data)
        return data

    def write(self, data: bytes) -> None:
        self._trace.note(">", data)
        self._port.write(data)

    async def flushed(self) -> None:
        await self._port.flushed()

    async def close(self) -> None:
        await self._port.close()
