"""What is asked of a modem and what it answers, as values."""

import enum
import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Command:
    """One command line and what is known of its answer.

    `answers` names the information lines (`+CSQ`); a `bare` answer has no name (AT+CGSN). `paired`
    means each information line is followed by a line with a PDU. `body` goes out after the prompt, ended by
    Ctrl-Z. `wait_s` runs anew with each line of the answer. `settles` is for commands to which some
    modems give two final results. `shown` is what a log may see of the line.
    """

    line: str
    answers: str = ""
    bare: bool = False
    paired: bool = False
    body: str | None = None
    wait_s: float = 5.0
    prompt_s: float = 5.0
    settles: bool = False
    secret: bool = False

    @property
    def shown(self) -> str:
        return self.line.partition("=")[0] + "=..." if self.secret else self.line


class Result(enum.Enum):
    """How a command ended."""

    OK = "ok"
    ERROR = "error"
    LATE = "late"  # no final result in time: what the modem did is unknown
    NO_PROMPT = "no prompt"  # the body was never sent


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a modem said no: `family` is CMS (TS 27.005, 3.2.5), CME (TS 27.007, 9.2) or empty."""

    family: str
    code: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command; `strays` are lines that came after its time was over."""

    result: Result
    lines: tuple[str, ...] = ()
    refusal: Refusal | None = None
    strays: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.result is Result.OK

    def first(self) -> str:
        return self.lines[0] if self.lines else ""


_FINAL: Final = re.compile(r"^(OK|ERROR|COMMAND NOT SUPPORT|\+(CM[ES]) ERROR(?::\s*(.*))?)$")

_NUMBER: Final = re.compile(r"^[0-9]{1,5}$")


def is_final(line: str) -> bool:
    return _FINAL.match(line) is not None


def refusal_of(line: str) -> Refusal | None:
    """Return what a final result refuses with; None for OK and for what is no final result."""
    found = _FINAL.match(line)
    if found is None or line == "OK":
        return None
    rest = (found[3] or "").strip()
    code = int(rest) if _NUMBER.match(rest) else None
    return Refusal(found[2] or "", code, rest[:80])
