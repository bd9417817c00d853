"""Every disk a crash could leave: the store comes up, is sound, and holds all that was told before."""

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.errors import StoreLostError
from gateway.store import audit
from tests.gateway.store.commit_paths import PATHS, TOLD, CommitPath, open_
from tests.gateway.store.recorded import Recording, record
from tests.soak import Note

_STATES = int(
    os.environ.get("PATROLWIRE_CRASHES", "1000" if os.environ.get("PATROLWIRE_SOAK") == "1" else "40")
)


@pytest.fixture(scope="module", params=PATHS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def recording(way: str, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return record(tmp_path_factory.mktemp("recorded"), way)


def _bad(way: str, recording: Recording, folder: Path, seed: int, *, syncs: bool = True) -> str:
    """Return whether a crash by the dice of `seed` lost something told, or left a `corrupt` database."""
    dice = random.Random(seed)
    until = dice.randrange(1, len(recording.steps) + 1)
    place = folder / f"{seed}-{syncs}"
    place.mkdir()
    for name, content in recording.crash(until, dice, syncs=syncs).items():
        (place / name).write_bytes(content)
    try:
        kept, sound = _look(PATHS[way], place / "store.db")
    except StoreLostError:
        return "corrupt"
    if not sound:
        return "corrupt"
    return "" if recording.told(until) <= kept else "lost"


def _look(path: CommitPath, place: Path) -> tuple[set[bytes], bool]:
    """Let the store come up, as a station does, and bring it to the newest schema."""
    store = open_(place)
    try:
        checked = store.read_now(lambda c: c.execute(text("PRAGMA integrity_check")).scalars().all())
        return store.read_now(path.kept), checked == ["ok"] and store.read_now(audit.verify) is None
    finally:
        store.close()


def test_the_recording_holds_commits_checkpoints_and_acks(way: str, recording: Recording) -> None:
    assert len(recording.told(len(recording.steps))) >= min(TOLD, 10)
    synced = {step.file for step in recording.steps if step.op == "s"}
    assert 1 in synced
    assert way == "migration" or sum(step.op == "s" and step.file == 0 for step in recording.steps) > 3


def test_no_crash_loses_what_was_told(
    way: str, recording: Recording, tmp_path: Path, record_property: Note
) -> None:
    found = {seed: _bad(way, recording, tmp_path, seed) for seed in range(_STATES)}
    record_property("tried", len(found))
    for name in ("lost", "corrupt"):
        record_property(name, list(found.values()).count(name))
    assert {seed: bad for seed, bad in found.items() if bad} == {}


def test_had_the_syncs_not_counted_much_would_be_lost(
    way: str, recording: Recording, tmp_path: Path, record_property: Note
) -> None:
    """The negative control: the same dice, on a disk that promises and does not keep."""
    record_property("control", 1)
    lost = [seed for seed in range(20) if _bad(way, recording, tmp_path, seed, syncs=False)]
    assert len(lost) > 5
