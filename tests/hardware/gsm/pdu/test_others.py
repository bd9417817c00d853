"""What gammu and smsd write we read, and what smsd reads we read alike: codecs that nobody here wrote."""

from typing import Any

import pytest

from hardware.gsm.pdu import Deliver, Submit, decode_from_network, decode_from_phone, join
from tests.hardware.gsm.pdu.cases import cases


def submits(case: dict[str, Any]) -> list[Submit]:
    found = [decode_from_phone(bytes.fromhex(line)) for line in case["hex"]]
    read = [submit for submit in found if isinstance(submit, Submit)]
    assert read == found
    return read


@pytest.mark.parametrize("case", cases("gammu.toml", "message") + cases("smsd.toml", "message"))
def test_submits_of_others(case: dict[str, Any]) -> None:
    found = submits(case)
    assert {submit.to.value for submit in found} <= {"+66812345678", "1234"}
    if "data" in case:
        assert b"".join(submit.data or b"" for submit in found).hex().upper() == case["data"]
    else:
        assert join(found) == case["text"]


@pytest.mark.parametrize("case", cases("gammu.toml", "message") + cases("smsd.toml", "message"))
def test_their_parts_are_in_order_and_share_a_reference(case: dict[str, Any]) -> None:
    found = [submit.part for submit in submits(case)]
    if len(found) == 1:
        assert found == [None]
        return
    parts = [part for part in found if part is not None]
    assert [part.index for part in parts] == list(range(1, len(found) + 1))
    assert {(part.ref, part.count) for part in parts} == {(parts[0].ref, len(found))}


@pytest.mark.parametrize("case", cases("smsd_alphabets.toml", "deliver"))
def test_all_national_alphabets_as_smsd_reads_them(case: dict[str, Any]) -> None:
    found = decode_from_network(bytes.fromhex(case["hex"]))
    assert isinstance(found, Deliver)
    assert found.text == case["text"]
