"""What comes next for an alarm that nobody has in hand: wait, text the next phone, at last tell the hub.

Nothing here knows a clock: seconds that have passed are handed in. A phone is texted once and the hub is told
once, however the time is cut into pieces, so a restart can only make the next step later.
"""

import enum
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds until the first phone while a console is live, and from one step to the next."""

    first_s: float
    next_s: float


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an alarm has come: the phones that were texted, and the seconds since the last step."""

    told: tuple[int, ...] = ()
    waited_s: float = 0.0
    hub: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """The duty list in its order, whether a console is live, and whether there is a hub to tell."""

    phones: tuple[int, ...]
    live: bool
    hub: bool


class Act(enum.Enum):
    """What is to be done."""

    WAIT = enum.auto()
    TEXT = enum.auto()
    HUB = enum.auto()


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, to which phone, and where that leaves the alarm."""

    act: Act
    stage: Stage
    phone: int | None = None


def step(stage: Stage, passed_s: float, around: Around, limits: Limits) -> Step:
    """Return what is to be done `passed_s` seconds after `stage` was kept."""
    waited = stage.waited_s + max(0.0, passed_s)
    waiting = Step(Act.WAIT, replace(stage, waited_s=waited))
    if waited < _due(stage, around, limits):
        return waiting
    phone = next((one for one in around.phones if one not in stage.told), None)
    if phone is not None:
        return Step(Act.TEXT, Stage((*stage.told, phone), 0.0, stage.hub), phone)
    if around.hub and not stage.hub:
        return Step(Act.HUB, Stage(stage.told, 0.0, hub=True))
    return waiting


def _due(stage: Stage, around: Around, limits: Limits) -> float:
    """Return how long this step waits; where no console is live, the siren is heard by nobody."""
    if stage.told or stage.hub:
        return limits.next_s
    return limits.first_s if around.live else 0.0
