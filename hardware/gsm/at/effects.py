"""What a session asks of whoever drives it."""

from dataclasses import dataclass

from hardware.gsm.at.words import Answer


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes for the port."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Call `expire` after so many seconds instead of whatever was asked before; None: not at all."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Finished:
    """The running command is over and the session is idle, or dead."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Unasked:
    """An unsolicited result code, with its second line if it has one."""

    line: str
    pdu: str | None = None


@dataclass(frozen=True, slots=True)
class Died:
    """The modem answers nothing at all."""


Effect = Write | Wait | Finished | Unasked | Died
