"""One life of a station: from power up to a kill, a power cut or an orderly stop."""

import enum
from contextvars import ContextVar
from typing import Protocol


class PowerOff(BaseException):  # no error: nothing may handle it, the machine is off
    """Whatever runs in a machine that is off goes no further."""


class End(enum.StrEnum):
    """How a life ends."""

    KILL = "kill"  # the process dies, the disk keeps every write
    CUT = "cut"  # the disk keeps what was forced
    STOP = "stop"  # in order
    LOST = "lost"  # with its machine and disk: it comes back from a backup


class Steps(Protocol):
    """What counts the steps of a life, and may end it at one of them."""

    def step(self, name: str) -> None: ...


LIFE: ContextVar[Steps | None] = ContextVar("life", default=None)
"""The life whose code is running, so that a named point in it knows whose end it may be."""


def reach(name: str) -> None:
    """Stand in for `hardware.failpoint.reach`."""
    life = LIFE.get()
    if life is not None:
        life.step(name)
