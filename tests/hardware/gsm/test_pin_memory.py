"""One PIN attempt for each SIM and PIN, and no restart makes a second one."""

from pathlib import Path

from hardware.gsm.pin import TRIED
from hardware.gsm.pin_memory import PinFile
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import rig
from tests.hardware.gsm.virtual import play

LOCKED = Settings(pin="1234")


def test_a_file_remembers_attempts_that_are_not_known_to_have_worked(tmp_path: Path) -> None:
    first = PinFile(tmp_path / "gsm1.pins")
    assert not first.barred("a")
    first.attempt("a")
    first.attempt("b")
    assert PinFile(tmp_path / "gsm1.pins").barred("a")
    PinFile(tmp_path / "gsm1.pins").worked("a")
    assert (first.barred("a"), first.barred("b")) == (False, True)


def test_a_pin_that_failed_is_not_tried_again_after_any_number_of_restarts(tmp_path: Path) -> None:
    async def started(pin: str, settings: Settings) -> tuple[str, int]:
        """Start a station anew on the same SIM, and say what it says and how often a PIN was entered."""
        async with rig(settings, pin=pin) as here:
            here.modem._pins = PinFile(tmp_path / "gsm1.pins")
            before = here.sim.machine._tries
            await here.until(lambda: here.modem.health().facts["phase"] in {"serving", "unfit"})
            return here.modem.health().sentence, before - here.sim.machine._tries

    async def story() -> None:
        assert await started("9999", LOCKED) == (TRIED, 1)
        for _ in range(3):
            assert await started("9999", LOCKED) == (TRIED, 0)
        assert (await started("1234", LOCKED))[0] != TRIED  # corrected by the engineer
        other = Settings(pin="9999", number="+66810000002")
        assert (await started("9999", other))[0] != TRIED  # the same PIN on another SIM

    play(story())
    kept = (tmp_path / "gsm1.pins").read_text()
    assert "9999" not in kept
    assert "1234" not in kept
