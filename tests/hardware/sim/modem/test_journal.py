"""The state file: torn lines, rewriting, and files that are no state at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.sim.modem.journal import Journal, read_values
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.settings import Settings

CHANGES = st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers() | st.text()), max_size=20)


@given(changes=CHANGES, cut=st.integers(0, 30))
def test_a_torn_end_loses_only_its_own_line(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, object]], cut: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "state"
    journal = Journal(path)
    expected: dict[str, object] = {}
    for key, value in changes:
        journal(key, value)
        expected |= {key: value}
    journal.close()
    last = b'["z","' + b"x" * 40 + b'"]\n'
    with path.open("ab") as file:
        file.write(last[: len(last) - 1 - cut])
    assert read_values(path) == {key: value for key, value in expected.items() if value is not None} | (
        {"z": "x" * 40} if cut == 0 else {}
    )
    Journal(path).close()
    assert len(path.read_bytes().splitlines()) == len(read_values(path))


@pytest.mark.parametrize("value", ["nonsense", {"id": 1}, None, 3])
@pytest.mark.parametrize("key", ["entry/1", "SM/1", "sent/0", "report/0", "colour/1", "SM/x", ""])
def test_a_state_that_is_no_modems_is_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        Machine(Settings()).restore({key: value})


def test_nothing_is_written_before_it_is_asked_for(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "state")
    journal("a", 1)
    assert read_values(tmp_path / "state") == {}
    journal.flush()
    assert read_values(tmp_path / "state") == {"a": 1}
    journal.close()
