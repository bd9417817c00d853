"""Run many seeds over the cores, `python -m tests.simulation --seeds 200`, or one again, `--seed 17`."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

import typer

from tests.simulation.controls import CONTROLS, Control, Verdict, try_out
from tests.simulation.plan import Plan
from tests.simulation.world import Outcome, simulate

_SHOWN = 12


def main() -> int:
    """Return how many seeds failed, 1 at most, as an exit status."""
    asked = _arguments()
    if asked.seed is not None:
        return _one(Plan(asked.seed, asked.offices, asked.days), trace=asked.trace)
    with ProcessPoolExecutor(asked.jobs) as pool:
        blind = sum([_blind(*tried) for tried in zip(CONTROLS, pool.map(try_out, CONTROLS), strict=True)])
        bad = _seeds(pool, asked)
    typer.echo(f"{len(CONTROLS) - blind} of {len(CONTROLS)} negative controls failed, as they must")
    return bool(bad or blind)


def _seeds(pool: ProcessPoolExecutor, asked: argparse.Namespace) -> int:
    """Run all seeds, the first of them twice; return how many failed or did not replay."""
    run, begun, cpu = partial(_run, asked.offices, asked.days), time.monotonic(), 0.0
    seeds = [*range(asked.first, asked.first + asked.seeds), asked.first]
    digests: dict[int, set[str]] = {}
    failed = set[int]()
    for done, ended in enumerate(as_completed([pool.submit(run, seed) for seed in seeds]), 1):
        outcome, seconds = ended.result()
        cpu += seconds
        digests.setdefault(outcome.seed, set()).add(outcome.digest)
        _tell(outcome, seconds, f"{done}/{len(seeds)}")
        if outcome.breaches:
            failed.add(outcome.seed)
            _again(outcome, asked)
    strayed = [seed for seed, found in digests.items() if len(found) > 1]
    typer.echo(f"{asked.seeds} seeds, {len(failed)} failed {sorted(failed)}")
    typer.echo(f"seed {asked.first} a second time: {'another trace' if strayed else 'the same trace'}")
    typer.echo(f"{time.monotonic() - begun:.0f} s in all, {cpu / len(seeds):.1f} s of processor a seed")
    return len(failed) + len(strayed)


def _blind(control: Control, verdict: Verdict) -> bool:
    """Say what became of a negative control; True when it did not fail as it must."""
    said = f"not found out, wanted {verdict.missing}" if verdict.missing else "failed, as it must"
    typer.echo(f"[control] {control.name}: {said} ({verdict.breaches} breaches)")
    return bool(verdict.missing)


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
    begun = time.process_time()
    return simulate(Plan(seed, offices, days)), time.process_time() - begun


def _one(plan: Plan, *, trace: bool) -> int:
    begun = time.process_time()
    outcome = simulate(plan, typer.echo if trace else None)
    _tell(outcome, time.process_time() - begun, "again")
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
