"""A few seeds of the network in one process, the same again in another, and the controls that must fail."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from gateway.store.store import Store
from tests.simulation.controls import CONTROLS, Control, try_out
from tests.simulation.link import MemoryLink
from tests.simulation.plan import Plan, Trouble
from tests.simulation.world import Outcome, simulate

NONE = Trouble(kills=0, cuts=0, stops=0, jumps=0, full=0, unplugged=0, flaps=0, lost=0, doubled=0, losses=0)
HARD = Trouble(kills=40.0, cuts=40.0, flaps=40.0, lost=0.1, doubled=0.1)
RESTORED = Plan(seed=2, offices=3, days=0.5, trouble=Trouble(losses=60.0))
SMALL = Plan(seed=1, offices=2, days=0.4, trouble=HARD)
_AGAIN = (
    "from tests.simulation.test_simulation import SMALL; from tests.simulation.world import simulate;"
    " print(simulate(SMALL).digest)"
)


@pytest.fixture(scope="module")
def small() -> Outcome:
    return simulate(SMALL)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(seed=2, offices=3, days=0.5, trouble=HARD),
        Plan(seed=3, offices=2, days=1.0),
        Plan(seed=4, offices=4, days=0.3, trouble=HARD),
        RESTORED,
    ],
    ids=lambda plan: f"seed {plan.seed}",
)
def test_whatever_happens_nothing_is_lost_doubled_or_untrue(plan: Plan) -> None:
    outcome = simulate(plan)
    assert outcome.breaches == []
    assert outcome.counts["texts"] >= plan.offices * plan.days * plan.reports * 0.8
    assert outcome.counts["lives"] > plan.offices
    assert outcome.counts["lost"] or plan is not RESTORED


def test_the_seed_replays(small: Outcome) -> None:
    assert small.breaches == []
    assert simulate(SMALL).digest == small.digest


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_the_seed_replays_in_another_process(small: Outcome, hash_seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", _AGAIN], env=environment, cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.split()[-1] == small.digest


def test_another_seed_is_another_run(small: Outcome) -> None:
    assert simulate(Plan(seed=5, offices=2, days=0.1)).digest != small.digest


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_what_a_careless_station_loses_is_found_out(control: Control) -> None:
    verdict = try_out(control)
    assert verdict.breaches
    assert verdict.missing == []


def test_what_never_comes_across_is_found_when_all_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan(seed=1, offices=2, days=0.5, trouble=NONE)
    assert simulate(plan).breaches == []
    monkeypatch.setattr(MemoryLink, "_lost", lambda _: True)
    assert [one for one in simulate(plan).breaches if "the envelope" in one and one.endswith(" is sent")]


def test_whatever_looks_by_itself_keeps_to_the_pace_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, read_now = list[object](), Store.read_now

    def counted(store: Store, work: Callable[[Connection], object]) -> object:
        looks.append(work)
        return read_now(store, work)

    monkeypatch.setattr(Store, "read_now", counted)
    simulate(Plan(seed=1, offices=2, days=2.0, reports=0, trouble=NONE))
    assert len(looks) < 2 * 58 * 10  # offices, hours with the quiet at the end, looks an hour
