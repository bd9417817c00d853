"""A few seeds of the network in one process, the same again in another, and the controls that must fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.plan import Careless, Plan, Trouble
from tests.simulation.world import Outcome, simulate

HARD = Trouble(kills=40.0, cuts=40.0, flaps=40.0, lost=0.1, doubled=0.1)
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
    ],
    ids=lambda plan: f"seed {plan.seed}",
)
def test_whatever_happens_nothing_is_lost_doubled_or_untrue(plan: Plan) -> None:
    outcome = simulate(plan)
    assert outcome.breaches == []
    assert outcome.counts["texts"] >= plan.offices * plan.days * plan.reports * 0.8
    assert outcome.counts["lives"] > plan.offices


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


def test_a_disk_that_is_never_forced_is_found_out() -> None:
    found = _breaches(Careless(fsync=True), 1)
    assert any("deleted from the SIM are not in the store" in one for one in found)
    assert any("the end is missing" in one or "does not come up" in one for one in found)


def test_a_modem_that_deletes_first_is_found_out() -> None:
    found = _breaches(Careless(order=True), 1, 3)
    assert any("deleted from the SIM are not in the store" in one for one in found)


def test_a_store_that_forgets_what_it_heard_is_found_out() -> None:
    found = _breaches(Careless(keys=True), 1, 3, 4)
    assert any("is the messages" in one for one in found)


def _breaches(careless: Careless, *seeds: int) -> list[str]:
    often = Trouble(kills=60.0, cuts=60.0)
    return [b for n in seeds for b in simulate(Plan(n, 2, 0.4, trouble=often, careless=careless)).breaches]
