"""PDUs put together by hand say what the standard says they do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from hardware.bearer import Address, Part
from hardware.gsm.pdu import Deliver, StatusReport, Unreadable, decode_from_network
from tests.hardware.gsm.pdu.cases import cases

PLAIN: list[tuple[type, Callable[[Any], object]]] = [  # how the data files spell a field
    (type(None), lambda _: ""),
    (bytes, lambda octets: octets.hex().upper()),
    (datetime, lambda moment: moment.isoformat()),
    (Address, lambda address: [address.kind.value, address.value]),
    (Part, lambda part: [part.ref, part.count, part.index]),
    (tuple, list),
]


def plain(value: object) -> object:
    return next((spell(value) for kind, spell in PLAIN if isinstance(value, kind)), value)


def said(found: object, case: dict[str, Any]) -> dict[str, object]:
    return {field: plain(getattr(found, field)) for field in case if field not in {"note", "hex"}}


def expected(case: dict[str, Any]) -> dict[str, object]:
    return {field: value for field, value in case.items() if field not in {"note", "hex"}}


@pytest.mark.parametrize("case", cases("known.toml", "deliver"))
def test_deliver(case: dict[str, Any]) -> None:
    found = decode_from_network(bytes.fromhex(case["hex"]))
    assert isinstance(found, Deliver)
    assert (found.text is None) != (found.data is None)
    assert (found.part is None) == ("part" not in case)
    assert said(found, case) == expected(case)


@pytest.mark.parametrize("case", cases("known.toml", "status_report"))
def test_status_report(case: dict[str, Any]) -> None:
    found = decode_from_network(bytes.fromhex(case["hex"]))
    assert isinstance(found, StatusReport)
    assert said(found, case) == expected(case)


@pytest.mark.parametrize("case", cases("known.toml", "unreadable"))
def test_unreadable_names_field_offset_and_cause(case: dict[str, Any]) -> None:
    found = decode_from_network(bytes.fromhex(case["hex"]))
    assert isinstance(found, Unreadable)
    assert found.cause
    assert said(found, case) == expected(case)


@pytest.mark.parametrize("case", cases("known.toml", "deliver"))
def test_every_shorter_piece_is_unreadable(case: dict[str, Any]) -> None:
    raw = bytes.fromhex(case["hex"].removesuffix("FFFF"))
    for length in range(len(raw)):
        found = decode_from_network(raw[:length])
        assert isinstance(found, Unreadable)
        assert found.offset <= length
