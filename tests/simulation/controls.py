"""The negative controls: networks whose stations leave something out, each of which must be found out."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.simulation.plan import Careless, Plan, Trouble
from tests.simulation.world import simulate

_OFTEN: Final = Trouble(kills=60.0, cuts=60.0)
_LOST: Final = "deleted from the SIM are not in the store"


class Control(NamedTuple):
    """What is left out, in which seeds; each of `finds` is a sentence, in parts of which one is enough."""

    name: str
    careless: Careless
    seeds: tuple[int, ...]
    finds: tuple[tuple[str, ...], ...]
    trouble: Trouble = _OFTEN


CONTROLS: Final = (
    Control(
        "a disk that is never forced",
        Careless(fsync=True),
        (1,),
        ((_LOST,), ("the end is missing", "does not come up")),
    ),
    Control("a modem that deletes before the commit", Careless(order=True), (1, 3), ((_LOST,),)),
    Control("a store that forgets what it heard", Careless(keys=True), (1, 3, 4), (("is the messages",),)),
    Control(
        "a restore that keeps its old epoch",
        Careless(epoch=True),
        (1, 2),
        (("was given again",),),
        Trouble(losses=60.0),
    ),
)


class Verdict(NamedTuple):
    """What became of one control: it failed, as it must, when nothing of what it must show is missing."""

    breaches: int
    missing: list[tuple[str, ...]]


def try_out(control: Control) -> Verdict:
    """Run a control."""
    found = list(_breaches(control))
    missing = [one for one in control.finds if not any(part in said for said in found for part in one)]
    return Verdict(len(found), missing)


def _breaches(control: Control) -> Iterator[str]:
    for seed in control.seeds:
        plan = Plan(seed, offices=2, days=0.4, trouble=control.trouble, careless=control.careless)
        yield from simulate(plan).breaches
