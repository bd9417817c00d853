"""The lane by agency: another agency's message is not there at all, nor counted; a stranger's is for all."""

import pytest
from sqlalchemy import Connection

from gateway.store import messages, officers, sheets
from tests.web.api.program import token
from tests.web.pretend_station import now
from tests.web.stage import Browserless, Stage

POLICE, SHARED, STRANGER = "+66811111111", "+66822222222", "+66833333333"


def _enrol(conn: Connection, name: str, agency: str, *reaches: tuple[str, str]) -> int:
    officer = officers.add(conn, name=name, agency=agency, made_at=now())
    for kind, value in reaches:
        officers.reach(conn, officer_id=officer, kind=kind, value=value, confirmed_at=now())
    return officer


async def _roster(console: Stage) -> None:
    def work(conn: Connection) -> None:
        police = ("number", POLICE), ("number", SHARED), ("callsign", "E21ABC")
        _enrol(conn, "Anan", "RTP", *police)
        _enrol(conn, "Boon", "CUS", ("number", SHARED))
        _enrol(conn, "Chai", "", ("number", "+66844444444"))

    await console.store.write(work)
    await console.account("police", agency="RTP")
    await console.account("customs", agency="CUS")


async def _lane(staff: Browserless) -> tuple[str, str]:
    page = (await staff.client.get("/messages")).text
    return page, page.partition('<span id="n1">')[2].partition("<")[0]


@pytest.mark.parametrize(
    ("sender", "police", "customs"),
    [
        (POLICE, True, False),
        (SHARED, True, True),
        (STRANGER, True, True),
        ("+66844444444", True, True),  # of an officer without an agency
    ],
)
async def test_a_message_is_there_for_whoever_sees_its_officers_reports(
    console: Stage, sender: str, police: bool, customs: bool
) -> None:
    await _roster(console)
    number = await console.message("secret words", sender=sender)
    for name, there in (("somchai", True), ("police", police), ("customs", customs)):
        staff = await console.signed_in(name)
        page, count = await _lane(staff)
        assert (("secret words" in page), count) == (there, "1" if there else "0")
        for path in (f"/m/{number}", f"/m/{number}/decode"):
            assert (await staff.client.get(path)).status_code == (200 if there else 404)
        if not there:
            for form in ("aside", "back", "decode", "claim", "give-back", "reply"):
                answer = await staff.post(f"/m/{number}/{form}", why="x", type="DRG", text="x")
                assert answer.status_code == 404


async def test_a_call_sign_counts_with_its_ssid(console: Stage) -> None:
    await _roster(console)
    number = await console.message("secret words", sender="E21ABC-7")
    await console.store.write(lambda conn: messages.change(conn, number, sender_kind="callsign"))
    customs, police = await console.signed_in("customs"), await console.signed_in("police")
    assert (await customs.client.get(f"/m/{number}")).status_code == 404
    assert (await police.client.get(f"/m/{number}")).status_code == 200


async def test_an_officers_good_code_makes_a_strangers_phone_his(console: Stage) -> None:
    await _roster(console)
    number = await console.message("secret words", sender=STRANGER)

    def use(conn: Connection) -> None:
        sheet = sheets.make(conn, "Anan", bytes(20), 10, now())
        values = {"message_id": number, "sheet_id": sheet, "row": 1, "standing": "open"}
        sheets.note(conn, **values, officer="Anan", duress=False, at=now())

    await console.store.write(use)
    customs, police = await console.signed_in("customs"), await console.signed_in("police")
    assert (await customs.client.get(f"/m/{number}")).status_code == 404
    assert (await police.client.get(f"/m/{number}")).status_code == 200


async def test_what_became_a_report_is_seen_as_the_report_is(console: Stage) -> None:
    await _roster(console)
    key = await console.report(agency="RTP")
    (found,) = await console.store.read(lambda conn: messages.of_report(conn, key))
    customs, police = await console.signed_in("customs"), await console.signed_in("police")
    assert (await customs.client.get(f"/m/{found.id}")).status_code == 404
    assert (await police.client.get(f"/m/{found.id}")).status_code == 200


async def test_others_of_a_shared_phone_are_not_shown_where_they_are_not_theirs(console: Stage) -> None:
    await _roster(console)
    key = await console.report(agency="RTP", text="the police's own words")
    (theirs,) = await console.store.read(lambda conn: messages.of_report(conn, key))
    number = await console.message("hello", sender=theirs.sender)
    customs, police = await console.signed_in("customs"), await console.signed_in("police")
    assert "own words" in (await police.client.get(f"/m/{number}")).text
    assert "own words" not in (await customs.client.get(f"/m/{number}")).text


async def test_a_program_sees_what_its_account_sees(console: Stage) -> None:
    await _roster(console)
    number = await console.message("secret words", sender=POLICE)
    for name, there in (("police", True), ("customs", False)):
        shown = {"authorization": f"Bearer {await token(console, name, name=name)}"}
        async with console.client() as client:
            lane = await client.get("/api/v1/messages", headers=shown)
            one = await client.get(f"/api/v1/messages/{number}", headers=shown)
        assert ("secret words" in lane.text, one.status_code) == (there, 200 if there else 404)
