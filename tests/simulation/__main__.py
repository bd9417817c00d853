"""Run many seeds over the cores, `python -m tests.simulation --seeds 200`, or one again, `--seed 17`."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

import typer

from tests.simulation.plan import Plan
from tests.simulation.world import Outcome, simulate

_SHOWN = 12


def main() -> int:
    """Return how many seeds failed, 1 at most, as an exit status."""
    asked = _arguments()
    if asked.seed is not None:
        return _one(Plan(asked.seed, asked.offices, asked.days), trace=asked.trace)
    run, failed, done = partial(_run, asked.offices, asked.days), list[int](), 0
    begun = time.monotonic()
    with ProcessPoolExecutor(asked.jobs) as pool:
        seeds = range(asked.first, asked.first + asked.seeds)
        for ended in as_completed([pool.submit(run, seed) for seed in seeds]):
            outcome, seconds = ended.result()
            done += 1
            _tell(outcome, seconds, f"{done}/{asked.seeds}")
            if outcome.breaches:
                failed.append(outcome.seed)
                _again(outcome, asked)
    typer.echo(f"{done} seeds, {len(failed)} failed {sorted(failed)}, {time.monotonic() - begun:.0f} s")
    return bool(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, help="only this one, again")
    parser.add_argument("--trace", action="store_true", help="print each event as it comes")
    parser.add_argument("--offices", type=int, default=12)
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def _run(offices: int, days: float, seed: int) -> tuple[Outcome, float]:
    begun = time.monotonic()
    return simulate(Plan(seed, offices, days)), time.monotonic() - begun


def _one(plan: Plan, *, trace: bool) -> int:
    begun = time.monotonic()
    outcome = simulate(plan, typer.echo if trace else None)
    _tell(outcome, time.monotonic() - begun, "again")
    _breaches(outcome, len(outcome.breaches))
    return bool(outcome.breaches)


def _tell(outcome: Outcome, seconds: float, where: str) -> None:
    verdict = f"FAILED ({len(outcome.breaches)})" if outcome.breaches else "ok"
    counts = " ".join(f"{name} {count}" for name, count in outcome.counts.items())
    typer.echo(
        f"[{where}] seed {outcome.seed}: {verdict}, {seconds:.1f} s, {outcome.digest[:16]}, {counts}",
    )


def _breaches(outcome: Outcome, most: int) -> None:
    for sentence in outcome.breaches[:most]:
        typer.echo(f"    {sentence}")


def _again(outcome: Outcome, asked: argparse.Namespace) -> None:
    _breaches(outcome, _SHOWN)
    size = f"--offices {asked.offices} --days {asked.days:g}"
    typer.echo(f"  again: {sys.executable} -m tests.simulation --seed {outcome.seed} {size}")


if __name__ == "__main__":
    sys.exit(main())
