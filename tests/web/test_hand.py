"""A message of the lane is decoded by hand: the form, what is wrong in it, the read-back, the filing."""

import asyncio

import httpx
import pytest

from gateway.store import audit, history, messages, reports
from gateway.store.keys import ReportKey
from tests.web.stage import Browserless, Stage, hidden

DRG = {
    "type": "DRG",
    "place": "MSI",
    "items.0.code": "YAB",
    "items.0.quantity": "200,000",
    "items.0.unit": "T",
    "action": "SEIZED",
}
SCRIPT = "<script>alert(1)</script>"


async def _read_back(staff: Browserless, number: int, **changed: str) -> httpx.Response:
    return await staff.post(f"/m/{number}/decode", **(DRG | changed))


async def _file(staff: Browserless, number: int, **changed: str) -> httpx.Response:
    page = await _read_back(staff, number, **changed)
    assert page.status_code == 200, page.text
    _, found, rest = page.text.partition('name="seen" value="')
    assert found
    return await staff.post(f"/m/{number}/decode", **(DRG | changed), seen=rest.partition('"')[0])


async def test_the_form_has_what_the_decoder_read_already(console: Stage) -> None:
    number = await console.message("DRG MSI YAB 200000T", outcome="asked")
    staff = await console.signed_in()
    lane = (await staff.client.get(f"/m/{number}")).text
    assert f'action="/m/{number}/claim"' in lane
    assert 'name="then" value="decode"' in lane
    page = (await staff.client.get(f"/m/{number}/decode")).text
    assert '<option value="DRG" selected>' in page
    assert '<option value="YAB" selected>' in page
    assert 'name="place" value="MSI"' in page
    assert 'name="items.0.quantity" value="200000"' in page


async def test_an_unreadable_one_begins_with_the_choice_of_its_type(console: Stage) -> None:
    number = await console.message("saw a big bag")
    staff = await console.signed_in()
    first = (await staff.client.get(f"/m/{number}/decode")).text
    assert 'name="place"' not in first
    assert 'value="CAN"' not in first
    page = (await staff.client.get(f"/m/{number}/decode", params={"type": "DRG"})).text
    assert 'name="items.1.code"' in page
    for odd in ("CAN", "XXX", SCRIPT):
        answer = await staff.client.get(f"/m/{number}/decode", params={"type": odd})
        assert (answer.status_code, 'name="place"' in answer.text, SCRIPT in answer.text) == (
            200,
            False,
            False,
        )


async def test_it_is_read_back_in_words_and_then_filed_and_on_record(console: Stage) -> None:
    number = await console.message("DRG MSI YAB 20000T", outcome="asked")
    staff = await console.signed_in()
    page = (await _read_back(staff, number)).text
    assert "200 thousand" in page
    assert "DRG MSI YAB 200000T" in page
    row = await console.store.read(lambda conn: messages.get(conn, number))
    assert row is not None
    assert row.origin is None
    answer = await _file(staff, number)
    assert answer.headers["location"] == "/r/MSI-1-1?done=hand-filed"
    opened = (await staff.client.get(answer.headers["location"])).text
    assert "decoded by hand" in opened
    assert "<del>YAB 20000 T</del>" in opened
    assert "<ins>YAB 200000 T</ins> (by hand)" in opened
    assert f'href="/m/{number}"' not in (await staff.client.get("/messages")).text
    assert await console.store.read(audit.verify) is None
    assert await console.store.read(lambda conn: audit.last(conn, "decoded by hand", "MSI-1-1"))


async def test_nothing_is_filed_that_was_not_read_back_as_it_stands(console: Stage) -> None:
    number = await console.message("saw a big bag")
    staff = await console.signed_in()
    page = (await _read_back(staff, number)).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    for form in ({}, {"seen": ""}, {"seen": "x"}, {"seen": seen, "items.0.quantity": "2"}):
        answer = await staff.post(f"/m/{number}/decode", **(DRG | form))
        assert answer.status_code == 200
    assert await console.store.read(lambda conn: reports.get(conn, ReportKey("MSI", 1, 1))) is None


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"place": ""}, "place"),
        ({"place": "NOWHERE"}, "place"),
        ({"place": SCRIPT}, "place"),
        ({"items.0.code": "ZZZ"}, "items"),
        ({"items.0.code": SCRIPT}, "items"),
        ({"items.0.quantity": "many"}, "items"),
        ({"action": "NOSUCH"}, "action"),
        ({"persons.0.count": "1e9"}, "persons"),
    ],
)
async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    console: Stage, changed: dict[str, str], at: str
) -> None:
    number = await console.message("saw a big bag")
    staff = await console.signed_in()
    answer = await _read_back(staff, number, **changed)
    assert answer.status_code == 422
    assert f'id="wrong-{at}"' in answer.text
    assert f'aria-describedby="wrong-{at}"' in answer.text
    assert 'value="200,000"' in answer.text or "items.0.quantity" in changed
    assert SCRIPT not in answer.text
    assert await console.store.read(lambda conn: reports.get(conn, ReportKey("MSI", 1, 1))) is None


async def test_the_second_of_two_is_told_and_so_is_who_comes_after_the_officer(console: Stage) -> None:
    number, answered = await console.message("saw a bag"), await console.message("DRG MSI", outcome="asked")
    aside = await console.message("hello", outcome="aside")
    await console.account("malee", role="supervisor")
    staff, other = await console.signed_in(), await console.signed_in("malee")
    key = await console.report()
    await console.store.write(lambda conn: messages.change(conn, answered, **key.values()))
    ends = await asyncio.gather(_file(staff, number), _file(other, number))
    where = sorted(one.headers["location"] for one in ends)
    assert where[0] == f"/m/{number}?said=hand-meanwhile"
    assert where[1].endswith("?done=hand-filed")
    assert "A colleague decoded it meanwhile" in (await other.client.get(where[0])).text
    for one, said in ((answered, "hand-answered"), (aside, "hand-set-aside")):
        for answer in (await _read_back(staff, one), await staff.client.get(f"/m/{one}/decode")):
            assert answer.headers["location"] == f"/m/{one}?said={said}"


@pytest.mark.parametrize("role", ["auditor", "clerk", "administrator", "analyst"])
async def test_who_may_not_edit_reports_decodes_none(console: Stage, role: str) -> None:
    number = await console.message("saw a bag")
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    assert (await staff.client.get(f"/m/{number}/decode")).status_code == 404
    assert (await _read_back(staff, number)).status_code == 404
    assert "/decode" not in (await staff.client.get(f"/m/{number}")).text


async def test_a_form_says_nothing_that_is_not_asked(console: Stage) -> None:
    number = await console.message("saw a big bag")
    staff = await console.signed_in()
    more = {
        "provenance": "A",
        "handling": "P",
        "origin": "TCL",
        "agency": "CUS",
        "state": "closed",
        "ref": "X",
    }
    more |= {"items.99.code": "ICE", "items.0.evil": "1", "subject": "222A-X", "received_at": "2020-01-01"}
    answer = await _file(staff, number, **more)
    report = await console.store.read(lambda conn: reports.get(conn, ReportKey("MSI", 1, 1)))
    assert answer.status_code == 303
    assert report is not None
    assert set(report.fields) == {"items", "place", "action"}
    assert report.fields["items"] == [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    assert (report.provenance, report.handling, report.agency, report.state) == ("C", "C", "", "new")


async def test_without_its_token_nothing_is_read_or_filed(console: Stage) -> None:
    number = await console.message("saw a big bag")
    staff = await console.signed_in()
    page = await _read_back(staff, number)
    form = DRG | {"seen": page.text.partition('name="seen" value="')[2].partition('"')[0]}
    for csrf in ("", "x"):
        answer = await staff.client.post(f"/m/{number}/decode", data=form | {"csrf": csrf})
        assert answer.status_code == 403
    token = hidden(page.text, "csrf")
    site = {"sec-fetch-site": "cross-site"}
    posted = await staff.client.post(f"/m/{number}/decode", data=form | {"csrf": token}, headers=site)
    assert posted.status_code == 403
    assert await console.store.read(lambda conn: history.of(conn, ReportKey("MSI", 1, 1))) == []


async def test_a_text_with_script_in_it_is_text_on_the_form_too(console: Stage) -> None:
    number = await console.message(f"INFO 2BP // {SCRIPT}")
    staff = await console.signed_in()
    for kind in ("", "INFO", "DRG"):
        page = (await staff.client.get(f"/m/{number}/decode", params={"type": kind})).text
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


async def test_all_missing_fields_are_marked_at_once_and_each_cell_says_what_it_is(console: Stage) -> None:
    number = await console.message("30 people at the river")
    staff = await console.signed_in()
    answer = await staff.post(f"/m/{number}/decode", type="MIGR", **{"persons.0.count": "30"})
    assert answer.status_code == 422
    assert 'id="wrong-place"' in answer.text
    assert 'id="wrong-nationality"' in answer.text
    assert 'id="wrong-persons"' not in answer.text
    for label in ("how many", "sex", "age"):
        assert f"<small>{label}</small>" in answer.text
    whole = {"place": "Mae Sai", "persons.0.count": "30", "nationality.0": "XXX"}
    back = await staff.post(f"/m/{number}/decode", type="MIGR", **whole)
    assert "MIGR MSI 30X" in back.text
