"""All that a command can see or change: the SIM, the memories, the network, and what the client has set."""

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import TypeAdapter

from hardware.sim.modem.journal import Keep, keep_nothing
from hardware.sim.modem.ledger import Entry, Wall, utc_now
from hardware.sim.modem.memory import Memory, Status, Stored
from hardware.sim.modem.network import Network, Pending
from hardware.sim.modem.sent import SentSegment
from hardware.sim.modem.settings import Settings

MEMORIES: Final = ("SM", "ME", "SR")  # the SIM, the modem itself, status reports (TS 27.005, 3.1)
PIN_TRIES = 3
REGISTERED: Final = (1, 5)  # <stat>: at home, roaming (TS 27.007, 7.2)
GOOD_SIGNAL: Final = 20  # of 31: -73 dBm

_TRIES = TypeAdapter(int)
_ENTRY = TypeAdapter(Entry)
_SEGMENT = TypeAdapter(SentSegment)
_REPORT = TypeAdapter(Pending)
_STORED = TypeAdapter(Stored)


class Lock(enum.StrEnum):
    """What AT+CPIN? says of the SIM."""

    READY = "READY"
    PIN = "SIM PIN"
    PUK = "SIM PUK"


@dataclass(frozen=True, slots=True)
class Cnmi:
    """How new messages are announced (TS 27.005, 3.4.1)."""

    mode: int = 0
    mt: int = 0
    bm: int = 0
    ds: int = 0
    bfr: int = 0


@dataclass(slots=True)
class Profile:
    """What ATZ brings back to what it was."""

    echo: bool = True
    verbose: bool = True
    quiet: bool = False
    cmee: int = 0
    csms: int = 0
    cnmi: Cnmi = Cnmi()
    cpms: tuple[str, str, str] = ("SM", "SM", "SM")
    cscs: str = "GSM"
    operator_form: int = 0
    switches: dict[str, int] = field(default_factory=dict[str, int])


class Machine:
    """One modem, its SIM and the network it is on; `now` is monotonic seconds, set before each command."""

    def __init__(
        self,
        settings: Settings,
        wall: Wall = utc_now,
        keep: Keep = keep_nothing,
    ) -> None:
        self.settings = settings
        self.wall = wall
        self.now = 0.0
        self.network = Network(settings, wall, keep)
        self.memories = {name: Memory(name, settings.capacity, keep) for name in MEMORIES}
        self.smsc = settings.smsc
        self.functionality = 1  # AT+CFUN: 0 and 4 are without radio
        self.stat = 1  # what the network makes of the SIM
        self.signal = GOOD_SIGNAL
        self.plugged = True
        self.profile = Profile()
        self.lock = Lock.READY
        self.commands: Counter[str] = Counter()
        self.unconfirmed: tuple[int, float] | None = None  # ledger entry handed over, and until when to wait
        self._tries = PIN_TRIES
        self._keep = keep
        self.power_up()

    @property
    def registered(self) -> bool:
        ready = self.plugged and self.functionality == 1 and self.lock is Lock.READY
        return ready and self.stat in REGISTERED

    def power_up(self) -> None:
        """Forget what the client had set, and lock the SIM, as after a replug."""
        self.profile = Profile()
        self.functionality = 1
        self.lock = Lock.READY if self.settings.pin is None else Lock.PIN
        if self._tries == 0:
            self.lock = Lock.PUK
        self.give_back_unconfirmed()

    def try_pin(self, pin: str) -> bool:
        """Unlock, or count a wrong try; the third blocks the SIM for good, across restarts too."""
        right = pin == self.settings.pin
        self._tries = PIN_TRIES if right else self._tries - 1
        self.lock = Lock.READY if right else Lock.PIN if self._tries else Lock.PUK
        self._keep("pin", self._tries)
        return right

    def read(self, memory: Memory, index: int) -> None:
        """Note that a client has seen a message: from now on it is REC READ."""
        stored = memory.get(index)
        if stored is not None and stored.status is Status.REC_UNREAD:
            memory.put(index, replace(stored, status=Status.REC_READ))
            self.network.ledger.read(stored.entry)

    def delete(self, memory: Memory, index: int) -> None:
        stored = memory.get(index)
        if stored is not None:
            memory.drop(index)
            self.network.ledger.deleted(stored.entry)

    def give_back_unconfirmed(self) -> None:
        """Let the network queue again what was handed over and never confirmed."""
        if self.unconfirmed is not None:
            self.network.ledger.taken_back(self.unconfirmed[0])
            self.unconfirmed = None

    def restore(self, values: Mapping[str, object]) -> None:
        """Take up a journal's values; pydantic.ValidationError or ValueError when they are not a modem's."""
        for key, value in values.items():
            room, _, number = key.partition("/")
            self._restore_one(room, int(number or 0), value)
        self.power_up()

    def _restore_one(self, room: str, number: int, value: object) -> None:
        match room:
            case "pin":
                self._tries = _TRIES.validate_python(value)
            case "entry":
                self.network.ledger.restore(_ENTRY.validate_python(value))
            case "sent":
                self.network.segments.append(_SEGMENT.validate_python(value))
            case "report":
                self.network.restore_report(replace(_REPORT.validate_python(value), due=0.0))
            case "SM" | "ME" | "SR":
                self.memories[room].restore(number, _STORED.validate_python(value))
            case _:
                raise ValueError(f"a modem keeps nothing under {room!r}")
