"""TP-ST becomes a fate: never a delivery that the network did not vouch for (TS 23.040, 9.2.3.15)."""

import pytest

from hardware.bearer import Fate
from hardware.gsm.pdu.status import fate_of

DELIVERED = {0x00, *range(0x10, 0x20)}
PENDING = {0x01, *range(0x20, 0x26), *range(0x30, 0x40)}
EXPIRED = {0x46}


def expected(status: int) -> Fate:
    if status in DELIVERED:
        return Fate.DELIVERED
    if status in PENDING:
        return Fate.PENDING
    return Fate.EXPIRED if status in EXPIRED else Fate.FAILED


@pytest.mark.parametrize("status", range(256), ids="{:02X}".format)
def test_fate(status: int) -> None:
    assert fate_of(status) is expected(status)
