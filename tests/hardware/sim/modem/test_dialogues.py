"""What the pretend modem says to what is typed, as dialogues in tests/data/sim_modem."""

from pathlib import Path

import pytest

from tests.hardware.sim.modem.dialogue import DATA, run


@pytest.mark.parametrize("path", sorted(DATA.glob("*.at")), ids=lambda path: path.stem)
def test_dialogue(path: Path) -> None:
    run(path)


def test_there_are_dialogues() -> None:
    assert len(list(DATA.glob("*.at"))) >= 9
