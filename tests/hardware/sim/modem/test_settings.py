"""What the command line says of a modem, read or refused with a reason."""

import pytest

from hardware.sim.modem.settings import Settings, luhn_digit, make_settings, parse_latency


def test_latency_is_read_by_bare_name() -> None:
    assert parse_latency("CMGR=0.08, at+cmgd=.15,") == {"CMGR": 0.08, "CMGD": 0.15}
    assert parse_latency("") == {}


@pytest.mark.parametrize(
    "text", ["CMGR", "CMGR=", "CMGR=fast", "CMGR=-1", "CMGR=nan", "CMGR=inf", "CMGR=1e9"]
)
def test_latency_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="CMGR"):
        parse_latency(text)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="telephone"):
        make_settings(50, "", None, "nobody")


def test_identities_are_well_formed_and_follow_the_number() -> None:
    one, two = Settings(number="+66811111111"), Settings(number="+66822222222")
    assert luhn_digit("49015420323751") == "8"  # the specimen IMEI of TS 23.003
    assert (len(one.imei), len(one.imsi), len(one.iccid)) == (15, 15, 19)
    assert {one.imei, one.imsi, one.iccid}.isdisjoint({two.imei, two.imsi, two.iccid})
