"""Plays a modem from a transcript in tests/data/dialogues, over a port in memory.

    # a remark; the first says what is odd about this modem
    = word value     what must come of it, see `EXPECT` in test_dialogues.py
    $ SM 1 0791...   a message that waits in a memory
    * 3.5            what follows is said unasked, so many seconds after opening; 0 is boot chatter
    > AT+CMEE=*      what follows answers this command; * stands for anything, the first that fits counts,
                     and of equal ones each answers once, the last for ever
    < +CPIN: READY   a line of the answer
    < >              the prompt for a PDU; `> PDU` answers the PDU itself
    <x ff fe         bytes as they are
    <=               what the usual modem would answer
    ~ 1.5            a pause
    ! unplug         the port is gone; the next connection finds a modem that was never unplugged

What a transcript does not mention is answered as in `usual.at`, or with ERROR.
"""

import asyncio
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from hardware.errors import PortLostError

FOLDER = Path(__file__).parents[2] / "data" / "dialogues"
ESCAPE = "\x1b"
CTRL_Z = "\x1a"


@dataclass
class Stanza:
    """What is said to a command, or at a time."""

    to: re.Pattern[str] | None
    at: float = 0.0
    says: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Transcript:
    """One file, taken apart."""

    expected: list[tuple[str, str]] = field(default_factory=list)
    waiting: dict[tuple[str, int], str] = field(default_factory=dict)
    stanzas: list[Stanza] = field(default_factory=list)


def read_transcript(path: Path) -> Transcript:
    made = Transcript()
    for line in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
        mark, _, rest = line.partition(" ")
        match mark:
            case "#":
                continue
            case "=":
                word, _, value = rest.partition(" ")
                made.expected.append((word, value))
            case "$":
                memory, index, pdu = rest.split()
                made.waiting[memory, int(index)] = pdu
            case "*":
                made.stanzas.append(Stanza(None, float(rest)))
            case ">":
                pattern = re.escape(rest).replace(r"\*", ".*")
                made.stanzas.append(Stanza(re.compile(f"^{pattern}$")))
            case _:
                made.stanzas[-1].says.append((mark, rest))
    return made


class Player:
    """The modem of one transcript; it outlives its ports."""

    def __init__(self, script: Transcript) -> None:
        self.script = script
        self.usual = read_transcript(FOLDER / "usual.at")
        self.waiting = dict(script.waiting)
        self.memory = "SM"
        self.asked: list[str] = []
        self.opened: list[int] = []
        self.port: ScriptedPort | None = None

    async def open(self, _url: str, baud: int) -> "ScriptedPort":
        await asyncio.sleep(0)
        self.opened.append(baud)
        self.port = ScriptedPort(self, baud)
        if len(self.opened) == 1:
            self._plan()
        return self.port

    def _plan(self) -> None:
        loop = asyncio.get_running_loop()
        for stanza in self.script.stanzas:
            if stanza.to is None:
                loop.call_later(stanza.at, self._say, stanza)

    def _say(self, stanza: Stanza) -> None:
        if self.port is not None:
            self.port.say_all(stanza.says)

    def answer(self, line: str) -> Iterable[tuple[str, str]]:
        """Say what comes of one line, as (mark, rest)."""
        self.asked.append(line)
        for stanza in self._fitting(self.script.stanzas, line):
            return [part for said in stanza.says for part in self._spelled(said, line)]
        return self._usual(line)

    def _fitting(self, stanzas: list[Stanza], line: str) -> Iterable[Stanza]:
        found = [stanza for stanza in stanzas if stanza.to is not None and stanza.to.match(line)]
        if found and sum(stanza.to == found[0].to for stanza in found) > 1:
            stanzas.remove(found[0])
        return found[:1]

    def _spelled(self, said: tuple[str, str], line: str) -> Iterable[tuple[str, str]]:
        return self._usual(line) if said[0] == "<=" else [said]

    def _usual(self, line: str) -> Iterable[tuple[str, str]]:
        if (memory := re.match(r'AT\+CPMS="(..)"', line)) is not None:
            self.memory = memory[1]
        if line == "AT+CMGL=4":
            return [*self._listed(), ("<", "OK")]
        if (gone := re.match(r"AT\+CMGD=(\d+)", line)) is not None:
            self.waiting.pop((self.memory, int(gone[1])), None)
            return [("<", "OK")]
        if (read := re.match(r"AT\+CMGR=(\d+)", line)) is not None:
            pdu = self.waiting.get((self.memory, int(read[1])))
            return [("<", f"+CMGR: 0,,{octets(pdu)}"), ("<", pdu), ("<", "OK")] if pdu else [("<", "OK")]
        return next((stanza.says for stanza in self._fitting(self.usual.stanzas, line)), [("<", "ERROR")])

    def _listed(self) -> Iterable[tuple[str, str]]:
        for (memory, index), pdu in self.waiting.items():
            if memory == self.memory:
                yield "<", f"+CMGL: {index},0,,{octets(pdu)}"
                yield "<", pdu


def octets(pdu: str) -> int:
    return len(pdu) // 2 - 1 - int(pdu[:2], 16)


class ScriptedPort:
    """A port in memory whose other end is a player."""

    def __init__(self, player: Player, baud: int) -> None:
        self._player = player
        self._loop = asyncio.get_running_loop()
        self._said: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._typed = ""
        self._free_at = self._loop.time()
        self._gone = False
        words = dict(player.script.expected)
        self._echo = "echo" in words
        self._garbled = str(baud) != words.get("baud", str(baud))

    async def read(self) -> bytes:
        while not self._said:
            if self._gone:
                raise PortLostError("unplugged")
            self._news.clear()
            await self._news.wait()
        return self._said.popleft()

    def write(self, data: bytes) -> None:
        if self._gone:
            raise PortLostError("unplugged")
        if self._garbled:
            self._put(b"\xf8\x80\xf8")
            return
        if self._echo:
            self._put(data)
        self._typed += data.decode("latin-1").replace(ESCAPE, "")
        *lines, self._typed = re.split(r"[\r\x1a]", self._typed)
        for line in filter(None, lines):
            is_pdu = re.fullmatch(r"(?:[0-9A-F]{2})+", line) is not None
            self.say_all(self._player.answer("PDU" if is_pdu else line))

    async def flushed(self) -> None:
        await asyncio.sleep(0)

    async def close(self) -> None:
        self._gone = True
        self._news.set()

    def say_all(self, says: Iterable[tuple[str, str]]) -> None:
        """Say things one after the other, each after the pauses before it, and never before what was said."""
        self._free_at = max(self._free_at, self._loop.time())
        together: list[tuple[str, str]] = []
        for mark, rest in [*says, ("~", "0.000001")]:  # timers of one moment come in no certain order
            if mark != "~":
                together.append((mark, rest))
                continue
            self._loop.call_at(self._free_at, self._do_all, together)
            self._free_at += float(rest)
            together = []

    def _do_all(self, says: list[tuple[str, str]]) -> None:
        for mark, rest in says:
            self._do(mark, rest)

    def _do(self, mark: str, rest: str) -> None:
        if mark == "!":
            self._gone = True
            self._news.set()
        elif mark == "<x":
            self._put(bytes.fromhex(rest))
        else:
            self._put(b"\r\n> " if rest == ">" else f"\r\n{rest}\r\n".encode("latin-1"))

    def _put(self, data: bytes) -> None:
        if not self._gone:
            self._said.append(data)
            self._news.set()
