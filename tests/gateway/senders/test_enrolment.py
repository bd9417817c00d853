"""Enrolment: the config's officers taken over once, phones that confirm, phones that are shared."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection

from gateway.office.config import Officer
from gateway.senders import enrolment
from gateway.senders.rollcall import Rollcall
from gateway.store import audit, officers
from hardware.bearer import Address, AddressKind
from tests.gateway.offices import OFFICER, START, House, text
from tests.gateway.senders.place import COLLEAGUE, OWNER, SEIZED, Post, filed, found_post, kept, replies, take

PHONE = "+66811111111"


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return found_post(tmp_path)


@pytest.fixture
def house(post: Post) -> House:
    return post.house


def _asked(house: House, number: str = PHONE) -> str:
    """Put an officer on the roster whose phone has not confirmed, ask it, and return its code."""

    def work(conn: Connection) -> str:
        officer = officers.add(conn, name="Cpl Boon", language="th", unit="Mobile 3", made_at=START)
        reach = officers.reach(conn, officer_id=officer, kind="number", value=number)
        assert enrolment.invite(conn, house.kit, reach, number, "th", START)
        return next(one.code for one in officers.reaches(conn, officer))

    return house.store.write_now(work)


async def _behind(house: House, number: str) -> Officer | None:
    """Return whom the roster knows by a number, once it has followed the store."""
    await Rollcall(house.kit, house.store).look()
    return house.kit.roster.find(Address(AddressKind.NUMBER, number))


async def test_the_configs_officers_are_taken_over_once_and_do_not_come_back(house: House) -> None:
    assert await _behind(house, OFFICER)
    found = {row.name: row for row in house.store.read_now(officers.everyone)}
    assert set(found) == {OWNER, COLLEAGUE}
    assert found[OWNER].unit == "Mobile 3"
    for row in found.values():
        house.store.write_now(lambda conn, n=row.id: officers.change(conn, n, retired_at=START))
    assert await _behind(house, OFFICER) is None
    assert house.store.read_now(officers.everyone) == []
    assert house.kit.roster.named(OWNER) is None


async def test_who_left_does_not_come_back_with_new_keys_or_from_the_marks_of_an_older_release(
    house: House,
) -> None:
    gone = house.kit.config.officer[0]
    plain = hashlib.sha256(f"{gone.number} {gone.callsign or ''}".encode()).digest()
    house.store.write_now(lambda conn: officers.list_(conn, plain, START))
    assert await _behind(house, OFFICER) is None
    assert plain not in house.store.read_now(officers.listed)
    kept = house.kit.keys
    renewed = replace(kept, seal=X25519PrivateKey.generate(), sealed_before=kept.opens)
    await Rollcall(replace(house.kit, keys=renewed), house.store).look()
    assert await _behind(house, OFFICER) is None, "a worker that still runs with the old keys"
    assert [row.name for row in house.store.read_now(officers.everyone)] == [COLLEAGUE]


async def test_no_list_of_numbers_finds_who_was_on_the_roster(house: House) -> None:
    await _behind(house, OFFICER)
    listed = house.store.read_now(officers.listed)
    tried = {hashlib.sha256(word.encode()).digest() for word in (OFFICER, f"{OFFICER} ", f" {OFFICER}")}
    assert listed
    assert not listed & tried


def test_before_it_is_taken_over_the_config_counts_already(house: House) -> None:
    Rollcall(house.kit, house.store)
    assert house.store.read_now(officers.everyone) == []
    assert house.kit.roster.find(Address(AddressKind.NUMBER, OFFICER)) is not None


async def test_the_text_that_asks_names_nobody(house: House) -> None:
    code = _asked(house)
    (asked,) = replies(house)
    assert (asked.to, code in asked.text, "Boon" in asked.text) == (PHONE, True, False)
    assert await _behind(house, PHONE) is None


@pytest.mark.parametrize("words", ["{}", " {} ", "YES {}.", "ok {}"])
async def test_a_phone_that_answers_its_code_is_known_from_then_on(house: House, words: str) -> None:
    code = _asked(house)
    take(house, text(words.format(code), sender=PHONE))
    known = await _behind(house, PHONE)
    assert known is not None
    assert (known.name, known.language) == ("Cpl Boon", "th")
    assert (kept(house)[0].outcome, filed(house)) == ("accepted", [])
    assert len(replies(house)) == 2
    take(house, text(SEIZED, sender=PHONE))
    assert [report.provenance for report in filed(house)] == ["C"]
    assert house.store.read_now(audit.verify) is None


async def test_local_figures_are_an_answer_too(house: House) -> None:
    thai = _asked(house).translate({48 + n: 0x0E50 + n for n in range(10)})
    take(house, text(thai, sender=PHONE))
    assert await _behind(house, PHONE) is not None


async def test_another_code_another_phone_or_a_report_confirms_nothing(house: House) -> None:
    code = _asked(house)
    wrong = str(int(code) % 9000 + 1000 if code != "1000" else 1001)
    take(
        house,
        text(wrong, sender=PHONE),
        text(code, sender="+66822222222", key="a"),
        text(SEIZED, sender=PHONE),
    )
    assert await _behind(house, PHONE) is None
    assert [report.provenance for report in filed(house)] == ["D"]


async def test_a_code_counts_once_and_the_answer_that_comes_again_is_no_second_one(house: House) -> None:
    code = _asked(house)
    take(house, text(code, sender=PHONE))
    take(house, text(code, sender=PHONE))
    assert len(replies(house)) == 2
    take(house, text(code, sender=PHONE, key="again"))
    assert kept(house)[0].outcome != "accepted"
    assert all("enrolled" not in one.text for one in replies(house)[2:])


async def test_an_sos_of_a_phone_that_is_asked_is_an_sos(house: House) -> None:
    _asked(house)
    take(house, text("SOS", sender=PHONE))
    assert [report.type for report in filed(house)] == ["SOS"]


async def test_a_phone_that_two_share_is_both_and_a_code_tells_them_apart(post: Post) -> None:
    house = post.house
    await _behind(house, OFFICER)

    def share(conn: Connection) -> None:
        (colleague,) = officers.named(conn, COLLEAGUE)
        sure = {"confirmed_at": START, "confirmed_by": "clerk"}
        officers.reach(conn, officer_id=colleague.id, kind="number", value=OFFICER, **sure)

    house.store.write_now(share)
    both = await _behind(house, OFFICER)
    assert both is not None
    assert set(both.name.split(" / ")) == {OWNER, COLLEAGUE}
    take(house, text(SEIZED))
    take(house, text(f"WLD MSI 2 PANG LIVE {post.others[0].send}"))
    assert {one.type: (one.provenance, one.unit) for one in filed(house)}["WLD"] == ("A", "Mobile 4")
    assert {one.type: one.provenance for one in filed(house)}["DRG"] == "C"
