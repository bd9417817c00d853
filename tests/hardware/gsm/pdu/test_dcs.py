"""Every data coding scheme means what TS 23.038, clause 4, says: all 256, from a table."""

import pytest

from hardware.gsm.pdu.dcs import Coding, MessageClass, Waiting, coding_of
from tests.hardware.gsm.pdu.cases import DATA

ROWS = [line.split() for line in (DATA / "dcs.txt").read_text().splitlines() if not line.startswith("#")]


CLASSES = {
    None: "-",
    MessageClass.FLASH: "0",
    MessageClass.PHONE: "1",
    MessageClass.SIM: "2",
    MessageClass.TERMINAL: "3",
}
WAITING = {Waiting.VOICE: "voice", Waiting.FAX: "fax", Waiting.MAIL: "mail", Waiting.OTHER: "other"}


def words(coding: Coding) -> list[str]:
    """Return a coding as the table spells it."""
    found = [coding.alphabet.value, CLASSES[coding.message_class]]
    if coding.compressed:
        found.append("compressed")
    if coding.delete_after_reading:
        found.append("delete")
    if coding.waiting is not None:
        found += [WAITING[coding.waiting], "on" if coding.waiting_on else "off"]
    if not coding.keep:
        found.append("discard")
    return found


def test_the_table_is_whole() -> None:
    assert [int(row[0], 16) for row in ROWS] == list(range(256))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_coding(row: list[str]) -> None:
    assert words(coding_of(int(row[0], 16))) == row[1:]
