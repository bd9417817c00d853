"""Families of modems: each is told by what it says of itself, and served like any other."""

import asyncio

import pytest

from hardware.bearer import SendOutcome
from hardware.gsm.profile import ANY, profile_for, profiles
from tests.hardware.gsm.rig import outgoing, rig
from tests.hardware.gsm.virtual import play

WHO = {
    "SIMCOM INCORPORATED SIMCOM_SIM7600E-H LE11B12SIM7600M22": "simcom_sim7600",
    "SIMCOM INCORPORATED A7670E A7670M7": "simcom_sim7600",
    "SIMCOM_Ltd SIMCOM_SIM800L Revision:1418B05SIM800L24": "simcom_sim800",
    "Quectel EC25 EC25EFAR06A11M4G": "quectel_lte",
    "Quectel_Ltd Quectel_M95 M95FAR02A08": "quectel_m95",
    "huawei E173 11.126.85.00.209": "huawei_stick",
    "huawei E3372 21.180.01.00.00": "huawei_stick",
    "Telit LE910-EUG 12.00.003": "telit",
    "SIEMENS MC35i REVISION 02.00": "cinterion",
    "Cinterion BGS2-W REVISION 02.000": "cinterion",
    "u-blox SARA-U201 23.60": "ublox",
    "ZTE MF190 BD_Z": "any",
    "": "any",
}


@pytest.mark.parametrize("identity", WHO)
def test_a_family_is_known_by_its_words(identity: str) -> None:
    assert profile_for(identity).name == WHO[identity]


def test_a_family_may_be_named_by_hand() -> None:
    assert profile_for("nobody", "cinterion").name == "cinterion"
    assert profile_for("huawei E173", "no such family") is ANY


@pytest.mark.parametrize("profile", [*profiles(), ANY], ids=lambda profile: profile.name)
def test_a_pretend_modem_is_served_by_the_habits_of_each_family(
    profile: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.gsm.setup.profile_for", lambda *_: profile)

    async def story() -> None:
        async with rig(waiting=3) as here:
            await here.drained(3)
            here.text("another")
            await asyncio.sleep(0.05)
            assert here.office.texts[-1] == "another"
            assert (await here.modem.send(outgoing("t1", "REF 7K"))).outcome is SendOutcome.SUBMITTED
            here.ask("urc", line="RING")
            await asyncio.sleep(2)
            assert here.modem.health().facts["calls_refused"] == 1

    play(story())


def test_every_family_has_a_reason() -> None:
    assert len(profiles()) >= 8
    assert all(profile.why and profile.known_by for profile in profiles())
