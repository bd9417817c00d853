"""The roster in the console: enrolled, changed, retired, from a file; numbers masked, each look on record."""

from html import unescape
from typing import Any

import httpx
import pytest

from gateway.desk.entry import LARGEST_FILE, MOST_LINES
from gateway.desk.roles import Role
from gateway.store import officers, sheets
from gateway.store.columns import table
from gateway.store.tables import Audit
from tests.web.stage import Browserless, Stage, now

ANAN = {"name": "Sgt Anan", "unit": "Mobile 3", "language": "th", "number": "081 234 5671"}
WHOLE = "+66812345671"
FILE = "name,unit,language,number\nSgt Anan,Mobile 3,th,0812345678\nCpl Boon,Mobile 4,lo,0812345679\n"


async def _clerk(console: Stage, name: str = "clerk", role: str = "clerk", **more: object) -> Browserless:
    await console.account(name, role=role, **more)
    return await console.signed_in(name)


async def _recorded(console: Stage) -> list[str]:
    rows = table(Audit)
    found = await console.store.read(lambda conn: list(conn.execute(rows.select().order_by(rows.c.seq))))
    return [f"{row.actor}: {row.action}, {row.subject}" for row in found]


async def _known(console: Stage) -> list[Any]:
    return await console.store.read(officers.everyone)


async def test_an_officer_who_is_enrolled_is_asked_and_counts_when_he_is_confirmed(console: Stage) -> None:
    clerk = await _clerk(console)
    answer = await clerk.post("/roster/add", **ANAN)
    assert answer.headers["location"] == "/roster/1?done=enrolled"
    assert console.station.invited == [(WHOLE, "th")]
    page = (await clerk.client.get("/roster/1")).text
    assert "not confirmed" in page
    assert '<span lang="th">ไทย</span>' in (await clerk.client.get("/roster")).text
    assert (await clerk.post("/roster/1/confirm", reach="1")).headers["location"].endswith("confirmed")
    assert "not confirmed" not in (await clerk.client.get("/roster/1")).text
    (reach,) = await console.store.read(officers.reaches)
    assert (reach.confirmed_by, reach.code) == ("clerk", "")
    assert {"clerk: enrolled, officer 1", "clerk: confirmed by hand, officer 1"} <= set(
        await _recorded(console)
    )


async def test_a_phone_is_not_asked_twice_in_five_minutes(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN)
    assert (await clerk.post("/roster/1/ask", reach="1")).headers["location"].endswith("lately")
    assert len(console.station.invited) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "name"),
        ({"number": "12"}, "number"),
        ({"number": ""}, "nowhere"),
        ({"language": "fr"}, "language"),
        ({}, "named"),
        ({"name": "Other"}, "held"),
    ],
)
async def test_an_entry_that_is_wrong_is_not_kept(console: Stage, change: dict[str, str], said: str) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN)
    answer = await clerk.post("/roster/add", **{**ANAN, **change})
    assert answer.headers["location"] == f"/roster?done={said}"
    assert len(await _known(console)) == 1


async def test_a_shared_phone_is_both_officers(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN)
    await clerk.post("/roster/add", **{**ANAN, "name": "Cpl Boon", "shared": "yes"})
    assert len(await _known(console)) == 2
    assert (await clerk.client.get("/roster")).text.count("shared</small>") == 2


async def test_a_new_name_takes_the_sheets_along_and_who_leaves_takes_them_with_him(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN)
    await console.store.write(lambda conn: sheets.make(conn, "Sgt Anan", b"1" * 20, 50, now()))
    await clerk.post("/roster/1/change", name="Lt Anan", unit="Mobile 9", language="th")
    assert "50 rows left" in (await clerk.client.get("/roster/1")).text
    await clerk.post("/roster/1/retire")
    (sheet,) = await console.store.read(sheets.everyone)
    assert (sheet.officer, sheet.revoked_at is None) == ("Lt Anan", False)
    assert (await _known(console), await console.store.read(officers.reaches)) == ([], [])
    assert (await clerk.client.get("/roster/1")).status_code == 404
    await clerk.post("/roster/add", **{**ANAN, "name": "Lt Anan"})
    assert "rows left" not in (await clerk.client.get("/roster/2")).text


async def test_a_whole_number_is_shown_by_a_look_that_is_on_record_and_nowhere_else(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN)
    for path in ("/roster", "/roster/1"):
        page = (await clerk.client.get(path)).text
        assert "…671" in page
        assert WHOLE not in page
    before = await _recorded(console)
    assert WHOLE in (await clerk.post("/roster/1/show")).text
    assert (await _recorded(console))[len(before) :] == ["clerk: read source identity, officer 1"]
    assert (await clerk.client.get("/roster/1/show")).status_code in (404, 405)
    assert WHOLE not in "".join(await _recorded(console))


async def test_a_file_is_checked_line_by_line_and_kept_whole_or_not_at_all(console: Stage) -> None:
    clerk = await _clerk(console)
    wrong = FILE + "Cpl Chai,Mobile 4,lo,12\n"
    for form in ("check", "keep"):
        page = (await clerk.post(f"/roster/{form}", text=wrong)).text
        assert "<td>4</td>" in page
        assert "The number is none" in page
    assert await _known(console) == []
    assert "Enrol 2 officers" in (await clerk.post("/roster/check", text=FILE)).text
    assert await _known(console) == []
    assert (await clerk.post("/roster/keep", text=FILE)).headers["location"] == "/roster?done=kept"
    assert [one.name for one in await _known(console)] == ["Cpl Boon", "Sgt Anan"]
    again = (await clerk.post("/roster/keep", text=FILE)).text
    assert again.count("is on the roster; tell them apart") == 2
    assert len(await _known(console)) == 2


def _longest(name: str) -> str:
    """Return a file of as many lines as it may have."""
    lines = (f"{name} {n},Patrol 3,,th,+6681{n:07d},," for n in range(MOST_LINES))
    return "\n".join(["name,unit,agency,language,number,callsign,shared", *lines])


async def test_a_file_of_five_hundred_in_any_script_is_checked_and_kept(console: Stage) -> None:
    clerk, text = await _clerk(console), _longest("สมชาย ใจดีมากเหลือเกินที่ด่านชายแดน")
    assert f"Enrol {MOST_LINES} officers" in (await clerk.post("/roster/check", text=text)).text
    assert (await clerk.post("/roster/keep", text=text)).headers["location"] == "/roster?done=kept"
    assert len(await _known(console)) == MOST_LINES
    beyond = await clerk.post("/roster/check", text="x" * 2 * LARGEST_FILE)
    assert beyond.status_code == 413


async def test_what_is_pasted_from_a_sheet_keeps_its_tabs(console: Stage) -> None:
    clerk, text = await _clerk(console), FILE.replace(",", "\t")
    assert "Enrol 2 officers" in (await clerk.post("/roster/check", text=text)).text
    assert (await clerk.post("/roster/keep", text=text)).headers["location"] == "/roster?done=kept"


async def _chosen(staff: Browserless, data: bytes) -> httpx.Response:
    form = {"csrf": await staff.token()}
    return await staff.client.post("/roster/file", data=form, files={"file": ("o.csv", data, "text/csv")})


@pytest.mark.parametrize("how", ["utf-8", "utf-8-sig", "utf-16"])
async def test_a_file_from_the_disk_is_checked_as_a_pasted_one_is(console: Stage, how: str) -> None:
    clerk = await _clerk(console)
    page = (await _chosen(clerk, FILE.replace(",", "\t").encode(how))).text
    assert "Enrol 2 officers" in page
    assert await _known(console) == []
    text = unescape(page.partition('name="text" hidden>\n')[2].partition("</textarea>")[0])
    assert (await clerk.post("/roster/keep", text=text)).headers["location"] == "/roster?done=kept"
    assert len(await _known(console)) == 2


@pytest.mark.parametrize(
    "data", ["name,number\nสมชาย,1".encode("cp874"), b"\xff\xfe\x00", b"PK\x03\x04\x00\x80"]
)
async def test_a_file_in_no_known_writing_is_told_so(console: Stage, data: bytes) -> None:
    clerk = await _clerk(console)
    assert "save it again as CSV UTF-8" in (await _chosen(clerk, data)).text
    assert "What is wrong" in (await _chosen(clerk, b"")).text


async def _every_form(staff: Browserless) -> list[httpx.Response]:
    forms = [
        ("add", {**ANAN, "name": "X", "shared": "yes"}),
        ("check", {"text": FILE}),
        ("keep", {"text": FILE}),
    ]
    forms += [(f"1/{what}", {"reach": "1", **ANAN}) for what in ("show", "change", "retire", "reach")]
    forms += [(f"1/{what}", {"reach": "1"}) for what in ("remove", "ask", "confirm")]
    return [await staff.post(f"/roster/{path}", **form) for path, form in forms]


@pytest.mark.parametrize("role", ["administrator", "auditor", "analyst", "emperor"])
async def test_the_roster_is_not_there_for_who_neither_keeps_nor_needs_it(console: Stage, role: str) -> None:
    clerk, other = await _clerk(console), await _clerk(console, "other", role)
    await clerk.post("/roster/add", **ANAN)
    before = await _recorded(console)
    assert {one.status_code for one in await _every_form(other)} == {404}
    for path in ("/roster", "/roster/1"):
        assert (await other.client.get(path)).status_code == 404
    assert await _recorded(console) == before


@pytest.mark.parametrize("role", [Role.DUTY, Role.SUPERVISOR])
async def test_who_may_need_a_number_sees_it_and_changes_nothing(console: Stage, role: str) -> None:
    clerk, duty = await _clerk(console), await _clerk(console, "other", role)
    await clerk.post("/roster/add", **ANAN)
    answers = await _every_form(duty)
    assert [one.status_code for one in answers].count(200) == 1
    assert WHOLE in answers[3].text
    assert len(await _known(console)) == 1
    assert "other: read source identity, officer 1" in await _recorded(console)


@pytest.mark.parametrize("role", [Role.DUTY, Role.SUPERVISOR])
async def test_no_figure_beside_a_name_tells_who_sent_a_report(console: Stage, role: str) -> None:
    clerk, duty = await _clerk(console), await _clerk(console, "other", role)
    await clerk.post("/roster/add", **{**ANAN, "number": "081 234 5678"})
    await clerk.post("/roster/1/reach", callsign="E21ABC")
    key, before = await console.report(), await _recorded(console)
    assert "…678" in (await duty.client.get(f"/r/{key}")).text
    for path in ("/roster", "/roster/1"):
        page = (await duty.client.get(path)).text
        assert "Sgt Anan" in page
        assert "Phone number" in page
        assert "678" not in page.partition("Sgt Anan")[2]
        assert "E21ABC" not in page
    assert await _recorded(console) == before
    assert "+66812345678" in (await duty.post("/roster/1/show")).text
    assert len(await _recorded(console)) == len(before) + 1


async def test_another_agencys_officer_is_not_there_at_all(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **{**ANAN, "agency": "RTP"})
    customs = await _clerk(console, "customs", agency="CUS")
    assert "Sgt Anan" not in (await customs.client.get("/roster")).text
    assert (await customs.client.get("/roster/1")).status_code == 404
    for form in ("show", "change", "retire", "reach", "remove", "ask", "confirm"):
        assert (await customs.post(f"/roster/1/{form}", reach="1", **ANAN)).status_code == 404
    for agency in ("RTP", ""):
        answer = await customs.post(
            "/roster/add", **{**ANAN, "name": "Spy", "number": "0819999999", "agency": agency}
        )
        assert answer.headers["location"] == "/roster?done=agency"
    (row,) = await _known(console)
    assert (row.name, row.agency) == ("Sgt Anan", "RTP")


async def test_another_officers_number_is_not_reached_by_his_colleagues_page(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN)
    await clerk.post("/roster/add", name="Cpl Boon", callsign="PTL7", language="lo")
    for what in ("remove", "ask", "confirm"):
        assert (await clerk.post(f"/roster/2/{what}", reach="1")).status_code == 404
    assert len(await console.store.read(officers.reaches)) == 2


async def test_fields_that_no_form_of_the_roster_has_change_nothing(console: Stage) -> None:
    clerk = await _clerk(console)
    await clerk.post("/roster/add", **ANAN, id="77", confirmed_at="2020-01-01", code="1234", retired_at="x")
    (row,), (reach,) = await _known(console), await console.store.read(officers.reaches)
    assert (row.id, row.retired_at, reach.confirmed_at, reach.code) == (1, None, None, "4821")


async def test_script_in_a_name_or_a_file_is_text(console: Stage) -> None:
    clerk, script = await _clerk(console), "<script>alert(1)</script>"
    await clerk.post("/roster/add", **{**ANAN, "name": script, "unit": script, "agency": script})
    pages = [(await clerk.client.get(path)).text for path in ("/roster", "/roster/1")]
    pages.append((await clerk.post("/roster/check", text=f"name,unit\n{script},</textarea>{script}")).text)
    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
