"""8-bit data in parts: one message in any order and by any modem, and never a text, be it whole or not."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.intake import intake, overdue
from gateway.store import messages, outbox, segments
from gateway.store.tables import Delivery, Message
from hardware.bearer import Address, AddressKind, Hearing
from hardware.gsm.hear import hearing_of
from hardware.gsm.pdu import Deliver, decode_from_phone, encode_deliver
from hardware.gsm.pdu.tpdu import Submit
from hardware.gsm.submit import data_segments
from tests.gateway.offices import BEARER, OFFICER, OTHER, START, House, text

ENVELOPE = bytes(range(197)) + b"SOS"  # two parts, of which one looks like a cry for help
PORTS = (16_000, 16_001)
FROM = Address(AddressKind.NUMBER, OFFICER)
LATER = timedelta(minutes=11)
WHOLE = "data that is no text: 200 octets, for application port 16000"


def heard(data: bytes = ENVELOPE, ref: int = 7, ports: tuple[int, int] = PORTS) -> list[Hearing]:
    """Return `data` as our own sender writes it and a network hands it on."""
    return [_through_the_network(bytes.fromhex(pdu.hex)) for pdu in data_segments(data, FROM, ref, ports)]


def _through_the_network(raw: bytes) -> Hearing:
    sent = decode_from_phone(raw)
    assert isinstance(sent, Submit)
    came = Deliver(sender=FROM, scts=START, dcs=sent.dcs, data=sent.data, part=sent.part, ports=sent.ports)
    return hearing_of(encode_deliver(came).hex())


def take(house: House, *heard: Hearing, bearer: str = BEARER) -> None:
    house.store.write_now(lambda conn: intake.take(conn, house.kit, bearer, heard))


def give_up(house: House) -> int:
    waiting = overdue.Overdue(house.kit, house.store)
    house.store.write_now(waiting.give_up)
    house.clock.go(LATER)
    return house.store.write_now(waiting.give_up)


def kept(house: House) -> list[Message]:
    return house.store.read_now(messages.recent)[::-1]


def replies(house: House) -> list[Delivery]:
    return house.store.read_now(lambda conn: outbox.due(conn, BEARER, 100))


def data_of(house: House, message: int) -> bytes:
    found = house.store.read_now(lambda conn: segments.of_message(conn, message))
    return b"".join(one.data or b"" for one in found)


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_parts_in_any_order_and_by_any_modem_are_one_message_without_text(
    house: House, order: tuple[int, ...]
) -> None:
    first, second = (heard()[place] for place in order)
    take(house, first, bearer=BEARER)
    assert kept(house) == []
    take(house, second, bearer=OTHER)
    (message,) = kept(house)
    assert (message.text, message.note, message.outcome) == ("", WHOLE, "unreadable")
    assert data_of(house, message.id) == ENVELOPE
    assert replies(house) == []
    assert give_up(house) == 0


def test_a_redelivery_is_nothing_new(house: House) -> None:
    take(house, *heard())
    take(house, *heard())
    assert len(kept(house)) == 1


def test_any_number_of_them_may_be_open_at_once(house: House) -> None:
    all_of_them = [heard(bytes([ref]) * 200, ref) for ref in range(40)]
    for place in (1, 0):
        take(house, *(parts[place] for parts in all_of_them))
    assert [data_of(house, one.id) for one in kept(house)] == [bytes([ref]) * 200 for ref in range(40)]


def test_an_overdue_one_is_kept_for_staff_and_asks_nobody(house: House) -> None:
    take(house, heard()[1])
    assert give_up(house) == 1
    (message,) = kept(house)
    assert (message.text, message.note) == ("", "data that is no text: part 1 of 2 never came")
    assert replies(house) == []
    assert give_up(house) == 0


def test_a_late_part_completes_it(house: House) -> None:
    take(house, heard()[1])
    give_up(house)
    take(house, heard()[0])
    (message,) = kept(house)
    assert (message.text, message.note) == ("", WHOLE)
    assert data_of(house, message.id) == ENVELOPE
    assert give_up(house) == 0


def test_data_and_text_of_one_reference_are_never_mixed(house: House) -> None:
    first, second = heard()
    words = (
        replace(text("DRG MSI YAB ", key="one"), part=first.part),
        replace(text("200000T SEIZED", key="two"), part=second.part),
    )
    take(house, first, words[1], words[0], second)
    data, report = sorted(kept(house), key=lambda one: one.text)
    assert (data.text, report.text) == ("", "DRG MSI YAB 200000T SEIZED")
    assert data_of(house, data.id) == ENVELOPE


def test_each_segment_says_which_application_it_is_for(house: House) -> None:
    take(house, *heard(), text("DRG MSI YAB 200000T SEIZED"))
    data, report = sorted(kept(house), key=lambda one: one.text)
    of = {
        one.id: house.store.read_now(lambda c, m=one.id: segments.of_message(c, m)) for one in (data, report)
    }
    assert [one.port for one in of[data.id]] == [16_000, 16_000]
    assert [one.port for one in of[report.id]] == [None]


def test_data_for_two_applications_is_never_mixed(house: House) -> None:
    ours, other = heard(), heard(bytes(200), ports=(2_948, 9_200))
    take(house, ours[0], other[1], other[0], ours[1])
    assert {data_of(house, one.id) for one in kept(house)} == {ENVELOPE, bytes(200)}
    assert sorted(one.note for one in kept(house)) == [WHOLE, WHOLE.replace("16000", "2948")]


def test_half_of_each_is_no_whole(house: House) -> None:
    first, second = heard()
    take(house, first, replace(text("SEIZED", key="two"), part=second.part))
    assert kept(house) == []
    assert give_up(house) == 2
    assert sorted(one.text for one in kept(house)) == ["", "[part 1 of 2 is missing] SEIZED"]
    assert data_of(house, next(one.id for one in kept(house) if not one.text)) == first.data


def test_data_in_one_piece_says_what_it_is_for(house: House) -> None:
    take(house, *heard(b"short"))
    (message,) = kept(house)
    assert message.note == "data that is no text: 5 octets, for application port 16000"
