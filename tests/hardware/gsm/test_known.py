"""Another SIM or modem is told apart from a line that spoilt a digit, and from one that says nothing."""

import stat
from pathlib import Path

import pytest

from hardware.gsm.known import BriefKnown, Identity, KnownFile, told_apart, updated
from hardware.gsm.options import ModemOptions
from hardware.sim.modem.settings import Settings
from tests.hardware.gsm.rig import rig
from tests.hardware.gsm.virtual import play

ONE = Identity("351451200000019", "520010810000001")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (ONE, []),
        (Identity(ONE.imei, "520010810000002"), ["Another SIM", "ends in 0002", "before in 0001"]),
        (Identity("351451200000027", ONE.imsi), ["Another modem", "ends in 0027"]),
        (Identity("351451200000027", "520010810000002"), ["Another SIM", "Another modem"]),
        (Identity("", ""), []),
        (Identity(ONE.imei, ""), []),
    ],
)
def test_what_is_said_of_another_one(found: Identity, words: list[str]) -> None:
    said = told_apart(ONE, found)
    assert bool(said) == bool(words)
    assert all(word in said for word in words)
    assert ONE.imsi not in said
    assert told_apart(Identity(), found) == ""


def test_what_is_not_told_is_not_forgotten() -> None:
    assert updated(ONE, Identity()) == ONE
    assert updated(ONE, Identity("", "5")) == Identity(ONE.imei, "5")


def test_the_file_keeps_it_for_the_owner_alone(tmp_path: Path) -> None:
    known = KnownFile(tmp_path / "gsm1.sim")
    assert known.last() == Identity()
    known.keep(ONE)
    known.keep(ONE)
    assert KnownFile(tmp_path / "gsm1.sim").last() == ONE
    assert stat.S_IMODE((tmp_path / "gsm1.sim").stat().st_mode) == 0o600
    (tmp_path / "gsm1.sim").write_text("spoilt")
    assert known.last() == Identity()


def test_a_sim_that_was_swapped_while_nobody_looked_is_told_for_a_day() -> None:
    async def story() -> None:
        known = BriefKnown()
        known.keep(Identity(Settings().imei, "520019999999999"))
        async with rig(known=known) as here:
            await here.ready()
            health = here.modem.health()
            assert health.ready
            assert "another sim" in health.alarm.lower()
            assert known.last().imsi == Settings().imsi

    play(story())


def test_a_disk_without_room_for_it_stops_nothing() -> None:
    class Full(BriefKnown):
        def keep(self, identity: Identity) -> None:
            raise OSError(f"no room for {len(identity.imsi)} digits")

    async def story() -> None:
        async with rig(known=Full(), options=ModemOptions(sweep_s=1), waiting=2) as here:
            await here.drained(2)

    play(story())
