"""One console's live stream, read as cheaply as can be, so that two hundred of them measure the station."""

import asyncio
import re
import time
import zlib
from dataclasses import dataclass, field

from web.bench.consoles_station import FILTERS, Station

_ROW = re.compile(r"id:(\d+)\nevent:r\ndata:<tr id=\"([A-Z]+-\d+-\d+)\"")


@dataclass
class Open:
    """An open stream: how many rows have come, of which reports, and when the last did (monotonic)."""

    writer: asyncio.StreamWriter
    rows: int = 0
    at: float = 0.0
    seq: int = 0
    keys: set[str] = field(default_factory=set[str])
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: asyncio.Task[None] | None = None

    def read(self, reader: asyncio.StreamReader) -> None:
        self._reading = asyncio.create_task(self._read(reader))

    async def past(self, rows: int) -> None:
        """Wait until more rows than that have come."""
        while self.rows <= rows:
            self._came.clear()
            await self._came.wait()

    async def leave(self) -> int:
        """Break off, and return the last row's seq."""
        self.close()
        await asyncio.sleep(0)
        return self.seq

    def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self.writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        unpack, text = zlib.decompressobj(31), ""
        while size := int((await reader.readline()) or b"0", 16):
            piece = await reader.readexactly(size + 2)
            text += unpack.decompress(piece[:-2]).decode()
            whole, _, text = text.rpartition("\n\n")
            found = _ROW.findall(whole)
            if found:
                self.rows, self.at = self.rows + len(found), time.monotonic()
                self.seq = int(found[-1][0])
                self.keys |= {key for _, key in found}
                self._came.set()


async def opened(station: Station, number: int, since: int) -> Open:
    """Open the stream of one of the people, as a browser does, and return it once its first event is in."""
    reader, writer = await asyncio.open_connection("127.0.0.1", station.port)
    asked = f"/live?{FILTERS[number // len(station.cookies) % len(FILTERS)]}since={since}"
    head = f"GET {asked} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
    writer.write(f"{head}Cookie: {station.cookies[number % len(station.cookies)]}\r\n\r\n".encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in answer.partition(b"\r\n")[0]:
        raise RuntimeError(answer.decode())
    made = Open(writer)
    made.read(reader)
    return made
