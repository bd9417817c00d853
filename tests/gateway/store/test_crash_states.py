"""Every disk a crash could leave: the database opens, is sound, and holds all that was told before."""

import os
import random
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from gateway.store.sqlite import open_file
from gateway.store.use import Use
from tests.gateway.store.recorded import KEY, Recording, record
from tests.soak import Note

_STATES = int(
    os.environ.get("PATROLWIRE_CRASHES", "1000" if os.environ.get("PATROLWIRE_SOAK") == "1" else "100")
)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return record(tmp_path_factory.mktemp("recorded"))


def _bad(recording: Recording, folder: Path, seed: int, *, syncs: bool = True) -> str:
    """Return whether a crash by the dice of `seed` lost something told, or left a `corrupt` database."""
    dice = random.Random(seed)
    until = dice.randrange(1, len(recording.steps) + 1)
    place = folder / f"{seed}-{syncs}"
    place.mkdir()
    for name, content in recording.crash(until, dice, syncs=syncs).items():
        (place / name).write_bytes(content)
    try:
        kept, sound = _look(place / "store.db")
    except dbapi2.DatabaseError:
        return "corrupt"
    if not sound:
        return "corrupt"
    return "" if recording.told(until) <= kept else "lost"


def _look(path: Path) -> tuple[set[bytes], bool]:
    conn = open_file(path, KEY, Use.WRITE)
    try:
        sound = conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {row[0] for row in conn.execute("SELECT key FROM segment").fetchall()}, sound
    finally:
        conn.close()


def test_the_recording_holds_commits_checkpoints_and_acks(recording: Recording) -> None:
    assert len(recording.told(len(recording.steps))) == 60
    synced = {step.file for step in recording.steps if step.op == "s"}
    assert synced == {0, 1}
    assert sum(step.op == "s" and step.file == 0 for step in recording.steps) > 3


def test_no_crash_loses_what_was_told(recording: Recording, tmp_path: Path, record_property: Note) -> None:
    found = {seed: _bad(recording, tmp_path, seed) for seed in range(_STATES)}
    record_property("tried", len(found))
    for name in ("lost", "corrupt"):
        record_property(name, list(found.values()).count(name))
    assert {seed: bad for seed, bad in found.items() if bad} == {}


def test_had_the_syncs_not_counted_much_would_be_lost(
    recording: Recording, tmp_path: Path, record_property: Note
) -> None:
    """The negative control: the same dice, on a disk that promises and does not keep."""
    record_property("control", 1)
    lost = [seed for seed in range(40) if _bad(recording, tmp_path, seed, syncs=False)]
    assert len(lost) > 20
