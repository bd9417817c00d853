"""What a partner may not send is refused by name on either engine, and takes nothing good with it."""

import random
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest

from codes.book import Kind, Slot
from gateway.kit import Kit
from gateway.relay import answer, regain
from gateway.relay.body import AlarmBody, Body, ReceiptBody, ReportBody, encode
from gateway.relay.body import Kind as Carried
from gateway.relay.bundle import Item, pack
from gateway.relay.envelope import Header, reopen, seal
from gateway.relay.filed import row_of
from gateway.relay.receive import receive
from gateway.store.store import Store
from tests.gateway.offices import START, House, found_pair

_HIGH = 2**31
_NEVER = 253402300799  # the last second of the year 9999, which an office to the east cannot say
_FIELDS = {"place": "MSI", "action": "SEIZED"}
_BODY: dict[str, Any] = {
    "origin": "MSI",
    "epoch": 1,
    "seq": 1,
    "version": 1,
    "ref": "K7M4-P",
    "type": "DRG",
    "fields": _FIELDS,
    "edition": 1,
    "precedence": 2,
    "state": "new",
    "provenance": "C",
    "handling": "C",
    "sent_at": None,
    "received_at": 1,
}
_RECEIPT: dict[str, Any] = {"origin": "TCL", "epoch": 1, "seq": 1, "version": 1}
_RECEIPT |= {"state": "seen", "by": "duty", "at": 1}
_ALARM: dict[str, Any] = {"origin": "MSI", "epoch": 1, "seq": 9, "ref": "K7M4-P", "type": "SOS"}
_ALARM |= {"place": None, "received_at": 1}


def _report(**changes: object) -> bytes:
    return cbor2.dumps([Carried.REPORT.value, list((_BODY | changes).values())], canonical=True)


def _receipt(**changes: object) -> bytes:
    return cbor2.dumps([Carried.RECEIPTS.value, [list((_RECEIPT | changes).values())]], canonical=True)


def _alarm(**changes: object) -> bytes:
    return cbor2.dumps([Carried.ALARM.value, list((_ALARM | changes).values())], canonical=True)


_REFUSED = {
    "NUL in a reference": _report(ref="K\0"),
    "NUL in a state": _report(state="new\0"),
    "epoch": _report(epoch=_HIGH),
    "number": _report(seq=_HIGH),
    "version": _report(version=_HIGH),
    "edition": _report(edition=_HIGH),
    "sent in the year 10000": _report(sent_at=_NEVER + 1),
    "sent where zones end": _report(sent_at=_NEVER),
    "come in the year 19000": _report(received_at=2**39),
    "a whole number beyond writing": _report(fields={"n": 10**5000}),
    "NUL in a role": _receipt(by="du\0ty"),
    "version of a receipt": _receipt(version=_HIGH),
    "number of a receipt": _receipt(seq=_HIGH),
    "receipt in the year 19000": _receipt(at=2**39),
    "NUL in a place": _alarm(place="\0"),
    "alarm in the year 19000": _alarm(received_at=2**39),
    "what is asked in an epoch": cbor2.dumps([Carried.ASK.value, [_HIGH, "MSI", []]], canonical=True),
    "unread": cbor2.dumps([Carried.BACK.value, [1, 1, 1, _HIGH, []]], canonical=True),
}
_NAMES: dict[str, list[object]] = {
    "name's epoch": [_HIGH, 2, 2, _report(seq=2)],
    "name's number": [1, _HIGH, 2, _report(seq=2)],
    "name's number is nought": [1, 0, 2, _report(seq=2)],
    "precedence": [1, 2, 4, _report(seq=2)],
    "no body": [1, 3, 2, "text"],
    "too few": [1, 4],
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> dict[str, House]:
    return found_pair(tmp_path_factory.mktemp("pair"))


async def _sent(pair: dict[str, House], store: Store, header: Header, body: bytes) -> answer.Answer:
    here, there = pair["MSI"].kit, pair["TCL"].kit
    frame = seal(header, body, here.keys.sign, there.keys.seal.public_key())
    return answer.decode(await receive(store, there, [frame]), there.keys.signs)


async def test_what_is_bad_is_refused_by_name_and_the_others_are_stored(
    pair: dict[str, House], store: Store
) -> None:
    bodies = {name: [1, n, 2, body] for n, (name, body) in enumerate(_REFUSED.items(), 10)}
    bad = {**bodies, **_NAMES}
    good = [[1, n, 2, _report(seq=n)] for n in (1, 90)]
    rows: Any = [good[0], *bad.values(), ["no", "name"], good[1]]
    packed = pack(list(map(tuple, rows)))  # type: ignore[arg-type]
    said = await _sent(pair, store, Header("MSI", 1, 1, "TCL", 2), packed)
    names = {("MSI", *row[:2]): name for name, row in bad.items()}
    assert {names.pop(one[:3]) for one in said.refused} == set(bad)
    assert names == {}
    assert said.stored == (("MSI", 1, 1), ("MSI", 1, 90))


async def test_an_envelope_by_itself_is_refused_by_its_name_and_the_highest_is_stored(
    pair: dict[str, House], store: Store
) -> None:
    for epoch, seq, precedence in ((_HIGH, 1, 2), (1, _HIGH, 2), (1, 1, 4), (1, 1, 2**40), (1, 1, -1)):
        said = await _sent(pair, store, Header("MSI", epoch, seq, "TCL", precedence), _report())
        assert [one[:3] for one in said.refused] == [("MSI", epoch, seq)]
    top, late = _HIGH - 1, _NEVER - 86400
    of = {"epoch": top, "seq": top}
    highest: list[Body] = [
        ReportBody(**{**_BODY, **of, "version": top, "edition": top, "sent_at": late}),
        AlarmBody(**{**_ALARM, **of, "received_at": late}),
        (ReceiptBody(**{**_RECEIPT, **of, "version": top, "at": late}),),
    ]
    items = [Item(top, top - n, 3, encode(body)) for n, body in enumerate(highest)]
    said = await _sent(pair, store, Header("MSI", top, top, "TCL", 3), pack(items))
    assert (len(said.stored), said.refused) == (3, ())


def test_what_cannot_be_read_of_our_own_log_takes_nothing_with_it(pair: dict[str, House]) -> None:
    here, there = pair["MSI"].kit, pair["TCL"].kit.keys.seal
    body = pack(
        [Item(1, 1, 2, _report()), Item(1, 2, 2, b"of a later edition"), Item(1, 3, 2, _report(seq=3))]
    )
    frame = seal(Header("MSI", 1, 1, "TCL", 2), body, here.keys.sign, there.public_key())
    found = regain._read(here, "TCL", [reopen(frame, [there])])
    assert [item.seq for item, _ in found.opened] == [1, 3]
    assert found.doubtful == 1


_ODD = [
    "",
    "x",
    "-",
    "1-2-3",
    "2026-13-40",
    "2026-03-14",
    "2026-03-14T05:00Z",
    "9999-12-31T23:59Z",
    "0001-01-01",
]
_ODD += [
    "2026-03-14T05:00+07:00",
    "99:99",
    "٣",
    "²",
    "-5",
    "1.5",
    "7" * 500,
    "\n",
    "MSI",
    "YAB",
    "\u202e",
    "🙂",
]


def _odd(slot: Slot, dice: random.Random) -> object:
    named = {Kind.ITEMS: ("code", "quantity", "unit", "form"), Kind.PERSONS: ("count", "sex", "age")}
    if slot.kind in named:
        return [{part: dice.choice(_ODD) for part in named[slot.kind]} for _ in range(dice.randrange(4))]
    if slot.kind is Kind.CHOICES:
        return [dice.choice(_ODD) for _ in range(dice.randrange(4))]
    return dice.choice(_ODD)


def test_whatever_stands_in_a_field_can_be_filed(pair: dict[str, House]) -> None:
    """A time that is none, or a count of `x`, made the door fall over."""
    kit, dice = pair["TCL"].kit, random.Random(7)
    for code, kind in [*kit.book.types.items()] * 40:
        fields = {name: _odd(slot, dice) for name, slot in kind.slots.items() if dice.random() < 0.4}
        row = row_of(kit, ReportBody(**{**_BODY, "type": code, "fields": fields}), datetime.now(UTC))
        assert row["canonical"].startswith(code)


@pytest.mark.parametrize("value", ["1.5", "2026-13-40T00:00Z", "2026-03-14T05:00", "9999-12-31T23:59Z"])
def test_a_time_that_is_none_is_shown_as_text(pair: dict[str, House], value: str) -> None:
    assert list(_filed(pair["TCL"].kit, {"time": value})) == ["text"]
    assert list(_filed(pair["TCL"].kit, {"time": "2026-03-14T05:00Z"})) == ["time"]


def _filed(kit: Kit, fields: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = row_of(kit, ReportBody(**{**_BODY, "fields": fields}), START)["fields"]
    return found
