"""What staff change in a report: its fields, grade, hands, and whether it stands."""

from datetime import timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import Connection

from gateway.desk import inputs
from gateway.store import accounts, alarms, audit, history, outbox, passages, reports
from gateway.store.keys import ReportKey
from gateway.store.tables import Report
from tests.gateway.desk.test_inputs import BOOK, ZONE
from tests.web.stage import OFFICE, Browserless, Stage, hidden, now
from web import local

BANGKOK = ZoneInfo(OFFICE.zone)
SAID = "It was 20,000, counted again"


async def _stored(console: Stage, key: ReportKey) -> Report:
    found = await console.store.read(lambda conn: reports.get(conn, key))
    assert found is not None
    return found


async def _edit(console: Stage, staff: Browserless, key: ReportKey, **changed: str) -> httpx.Response:
    found = await _stored(console, key)
    fields: Any = found.fields
    form = inputs.typed(BOOK.types[found.type], fields, ZONE)
    form |= {"version": str(found.version), "why": SAID, **changed}
    return await staff.post(f"/r/{key}/edit", **form)


def _done(answer: httpx.Response) -> str:
    return answer.headers["location"].partition("done=")[2]


async def test_an_edit_is_a_later_version_with_what_was_and_why(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}/edit")).text
    assert '<option value="YAB" selected>' in page
    before = await console.store.read(audit.head)
    assert _done(await _edit(console, staff, key, **{"items.0.quantity": "20,000"})) == "edited"
    report = await _stored(console, key)
    assert report.fields["items"] == [{"code": "YAB", "quantity": "20000", "unit": "T"}]
    assert (report.version, report.canonical) == (2, "DRG MSI YAB 20000T 20000T SEIZED")
    assert (await console.store.read(audit.head)).seq == before.seq + 1
    opened = (await staff.client.get(f"/r/{key}")).text
    assert SAID in opened
    assert "<del>200,000 tablets yaba</del>" in opened
    assert "<ins>20,000 tablets yaba</ins>" in opened
    assert "20,000 tablets yaba" in (await staff.client.get(f"/r/{key}/release/TCL")).text


async def test_the_officer_hears_of_it_only_when_he_is_to(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    for number, tell in enumerate(({"tell": "1"}, {})):
        await _edit(console, staff, key, **{"items.0.quantity": str(5 + number)}, **tell)
        assert len(await console.store.read(lambda conn: outbox.of_report(conn, key))) == 1


async def test_an_edit_without_news_changes_nothing(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    assert _done(await _edit(console, staff, key)) == "same"
    assert (await _stored(console, key)).version == 1


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [({"why": " "}, 422, "Give a reason"), ({"version": "7"}, 409, "nothing is saved yet")],
)
async def test_an_edit_without_reason_or_on_an_odd_page_comes_back_as_it_was_typed(
    console: Stage, change: dict[str, str], status: int, said: str
) -> None:
    key = await console.report()
    staff = await console.signed_in()
    answer = await _edit(console, staff, key, text="by the RIVER", **change)
    assert answer.status_code == status
    assert said in answer.text
    assert "by the RIVER" in answer.text
    assert hidden(answer.text, "version") == "1"
    assert (await _stored(console, key)).version == 1


async def test_two_edits_of_one_report_meet_in_the_form_of_the_later(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    first = {"items.0.quantity": "5000", "place": "TCL"}
    assert _done(await _edit(console, staff, key, **first)) == "edited"
    stale = {"version": "1", "items.0.quantity": "7000", "place": "MSI", "text": "by the RIVER"}
    answer = await _edit(console, staff, key, **stale, why="weighed")
    assert answer.status_code == 409
    assert "The report says now: 5,000 tablets yaba" in answer.text
    assert answer.text.count("The report says now:") == 1
    assert hidden(answer.text, "version") == "2"
    typed = {name: hidden(answer.text, name) for name in ("place", "items.0.quantity", "why")}
    assert typed == {"place": "TCL", "items.0.quantity": "7000", "why": "weighed"}
    assert (await _stored(console, key)).fields["items"][0]["quantity"] == "5000"
    again = {"place": "TCL", "items.0.quantity": "7000", "text": "by the RIVER"}
    assert _done(await _edit(console, staff, key, **again)) == "edited"


async def test_a_time_stands_in_the_form_as_the_pages_show_it_and_is_read_so(console: Stage) -> None:
    key = await console.report()
    await console.store.write(lambda conn: accounts.change(conn, "somchai", own_era=True))
    staff = await console.signed_in()
    first, second = (now().astimezone(BANGKOK).date() - timedelta(days=ago) for ago in (2, 1))
    shown = [f"{on:%d/%m}/{on.year + local.ERA}" for on in (first, second)]
    thai = f"{shown[1]} 06:50".translate(str.maketrans("0123456789", local.DIGITS["th"]))
    for said in (f"{shown[0]} 6:50", f"{first} 06:51", thai):
        assert _done(await _edit(console, staff, key, time=said)) == "edited"
    assert (await _stored(console, key)).fields["time"] == f"{first}T23:50Z"
    assert f'name="time" value="{shown[1]} 06:50"' in (await staff.client.get(f"/r/{key}/edit")).text
    assert _done(await _edit(console, staff, key, time=f"{shown[1]} 06:50")) == "same"
    again = await _edit(console, staff, key, time="31/02/2563 <b>")
    assert again.status_code == 422
    assert ' value="31/02/2563 &lt;b&gt;"' in again.text


async def test_a_time_that_was_reported_reads_as_every_other_on_the_page(console: Stage) -> None:
    said = {"place": "MSI", "time": "2026-11-23T23:50Z", "born": "1985-03-14", "text": "2026-13-45T99:99Z"}
    key = await console.report(fields=said, claimed_by="somchai")
    last = await console.report(fields={"time": "9999-12-31T23:59Z"})
    await console.store.write(lambda conn: accounts.change(conn, "somchai", own_era=True))
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}")).text
    assert "<td>24/11/2569 06:50</td>" in page
    assert "<td>14/03/2528</td>" in page
    assert "<td>2026-13-45T99:99Z</td>" in page
    assert "<td>9999-12-31T23:59Z</td>" in (await staff.client.get(f"/r/{last}")).text
    assert "<td>24/11/2569 06:50</td>" in (await staff.client.get(f"/r/{key}/release/TCL")).text
    changed = {"items.0.code": "YAB", "items.0.quantity": "5", "items.0.unit": "T", "action": "SEIZED"}
    assert _done(await _edit(console, staff, key, **changed, text="", time="2026-11-23 06:50")) == "edited"
    turned = (await staff.client.get(f"/r/{key}")).text
    assert "<del>24/11/2569 06:50</del> <ins>23/11/2569 06:50</ins>" in turned


async def test_what_the_book_refuses_comes_back_as_it_was_typed(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    answer = await _edit(console, staff, key, **{"items.0.unit": "", "text": "<b>kept</b>"})
    assert answer.status_code == 422
    assert "nothing was changed" in answer.text
    assert "&lt;b&gt;kept" in answer.text
    assert 'name="sure"' not in answer.text
    assert (await _stored(console, key)).version == 1


async def test_what_is_hard_to_believe_is_taken_when_a_person_says_it_is_right(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    much = {"items.0.quantity": "9000000"}
    answer = await _edit(console, staff, key, **much)
    assert answer.status_code == 422
    mark = answer.text.partition('name="sure" value="')[2].partition('"')[0]
    assert _done(await _edit(console, staff, key, **much, sure=mark)) == "edited"


async def test_a_grade_and_its_handling_are_given_and_taken_back(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    for form, grade, handling in (
        ({"version": "1", "source": "2", "information": "B", "handling": "P"}, "2BP", "P"),
        ({"version": "2", "source": "", "information": "", "handling": "C"}, None, "C"),
    ):
        assert _done(await staff.post(f"/r/{key}/grade", **form)) == "graded"
        report = await _stored(console, key)
        assert (report.fields.get("grade"), report.handling) == (grade, handling)
    for form in ({"source": "9", "information": "A", "handling": "P"}, {}):
        assert _done(await staff.post(f"/r/{key}/grade", **form)) == "empty"
    assert (await _stored(console, key)).version == 3


async def test_a_report_goes_into_a_colleagues_hands_and_out_of_anothers_only_by_who_may(
    console: Stage,
) -> None:
    key = await console.report(agency="RTP")
    await console.account("malee", role="supervisor")
    await console.account("customs", agency="CUS")
    await console.account("reader", role="auditor")
    staff, chief = await console.signed_in(), await console.signed_in("malee")
    for nobody in ("customs", "reader", "nobody", ""):
        assert _done(await staff.post(f"/r/{key}/assign", to=nobody)) == "no-colleague"
    assert _done(await staff.post(f"/r/{key}/assign", to="malee")) == "assigned"
    assert (await _stored(console, key)).claimed_by == "malee"
    assert _done(await staff.post(f"/r/{key}/assign", to="somchai")) == "taken"
    assert _done(await chief.post(f"/r/{key}/assign", to="somchai")) == "assigned"
    assert (await _stored(console, key)).claimed_by == "somchai"


async def test_a_cancelled_report_is_over(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/claim")
    assert _done(await staff.post(f"/r/{key}/cancel", why="")) == "empty"
    assert _done(await staff.post(f"/r/{key}/cancel", version="1", why="a drill", tell="1")) == "cancelled"
    report = await _stored(console, key)
    assert (report.state, report.claimed_by, report.version) == ("cancelled", None, 2)
    assert (await staff.client.get(f"/r/{key}/edit")).status_code == 404
    assert _done(await staff.post(f"/r/{key}/cancel", why="again")) == "over"
    assert _done(await staff.post(f"/r/{key}/grade", handling="P")) == "over"
    assert len(await console.store.read(lambda conn: outbox.of_report(conn, key))) == 1


async def test_a_report_is_taken_back_from_one_partner(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    assert _done(await staff.post(f"/r/{key}/recall", partner="TCL", why="too early")) == "no-way-back"
    await staff.post(f"/r/{key}/release", partner="TCL", version="1")
    assert _done(await staff.post(f"/r/{key}/recall", partner="TCL", why="")) == "empty"
    assert _done(await staff.post(f"/r/{key}/recall", partner="TCL", why="too early")) == "recalled"
    page = (await staff.client.get(f"/r/{key}")).text
    assert "too early" in page
    assert f"/r/{key}/release/TCL" in page
    passage = await console.store.read(lambda conn: passages.get(conn, "TCL", key))
    assert passage is not None
    assert passages.recalled(passage)


async def test_a_partners_report_is_theirs_to_change(console: Stage) -> None:
    key = await console.report(origin="TCL")
    staff = await console.signed_in()
    assert (await staff.client.get(f"/r/{key}/edit")).status_code == 404
    forms = {"edit": {"version": "1", "why": "x"}, "grade": {"handling": "P"}, "cancel": {"why": "x"}}
    for form, fields in forms.items():
        assert _done(await staff.post(f"/r/{key}/{form}", **fields)) == "not-ours"
    lines = await console.store.read(lambda conn: history.of(conn, key))
    assert [line.what for line in lines] == ["received"]


async def test_a_closed_report_is_no_longer_in_hand(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/claim")
    await staff.post(f"/r/{key}/close", why="done with")
    page = (await staff.client.get(f"/r/{key}")).text
    assert "State: closed" in page
    assert "Acknowledge and claim" not in page


@pytest.mark.parametrize("outcome", ["acted", "declined", ""])
async def test_a_partners_office_is_told_what_came_of_its_report(console: Stage, outcome: str) -> None:
    key = await console.report(origin="TCL")
    staff = await console.signed_in()
    assert _done(await staff.post(f"/r/{key}/close", why="", outcome=outcome)) == "empty"
    assert console.station.seen == []
    assert _done(await staff.post(f"/r/{key}/close", why="handed on", outcome=outcome)) == "closed"
    told = [(str(key), f"{outcome} by duty")] if outcome else []
    assert console.station.seen == told


async def test_nobody_tells_himself_what_came_of_his_own_report(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    assert _done(await staff.post(f"/r/{key}/close", why="x", outcome="acted")) == "not-ours"
    assert (await _stored(console, key)).state == "new"


async def test_the_timeline_has_the_texts_to_the_officer_and_what_became_of_them(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await staff.post(f"/r/{key}/reply", text="Well done")
    page = (await staff.client.get(f"/r/{key}")).text
    assert "text to the officer" in page
    assert "queued" in page.partition('id="story"')[2]


async def test_what_the_officer_asks_stands_above_his_report_until_somebody_did_it(console: Stage) -> None:
    key, evil = await console.report(), "AMD YAB 5T <script>alert(1)</script>"
    staff = await console.signed_in()

    def ask(conn: Connection) -> None:
        history.note(conn, key, now(), "officer", "asks staff to AMD", {"text": evil, "message": 1})

    await console.store.write(ask)
    page = (await staff.client.get(f"/r/{key}")).text
    assert "The officer asks for a change:" in page
    assert "<script>alert" not in page
    await _edit(console, staff, key, **{"items.0.quantity": "5"})
    assert "The officer asks for a change:" not in (await staff.client.get(f"/r/{key}")).text


async def test_an_edit_takes_a_place_by_name_and_marks_the_field_that_it_refuses(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    refused = await _edit(console, staff, key, place="FOO")
    assert refused.status_code == 422
    assert 'id="wrong-place"' in refused.text
    assert 'name="place" aria-invalid="true" aria-describedby="wrong-place" value="FOO"' in refused.text
    assert _done(await _edit(console, staff, key, place="Tachileik")) == "edited"
    assert (await _stored(console, key)).place == "TCL"


async def test_half_a_grade_keeps_what_was_chosen_and_says_what_is_missing(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    answer = await staff.post(f"/r/{key}/grade", source="1", information="", handling="P", why="he saw it")
    assert answer.headers["location"].endswith("#grade")
    page = (await staff.client.get(answer.headers["location"])).text
    assert "choose the other too" in page
    form = page.partition('id="grade" open')[2].partition("</details>")[0]
    assert '<option value="1" selected>' in form
    assert '<option value="P" selected>' in form
    assert 'value="he saw it"' in form
    assert (await _stored(console, key)).version == 1


async def test_a_report_says_how_it_is_handled_and_what_a_figure_said_twice_means(console: Stage) -> None:
    key = await console.report(text="DRG MSI YAB 3000T 3000T SEIZED")
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}")).text
    assert "not graded: to the own hub" in page
    assert "A figure that stands twice is one figure" in page
    assert '<section class="card acts" id="say">' in page
    await staff.post(f"/r/{key}/cancel", version="1", why="a drill")
    page = (await staff.client.get(f"/r/{key}")).text
    assert '<details class="card acts" id="say">' in page


_MEANWHILE: dict[str, dict[str, str]] = {
    "release": {"partner": "TCL"},
    "grade": {"source": "1", "information": "A", "handling": "P", "why": "he saw it"},
    "cancel": {"why": "he saw <it>", "reason": "wrong"},
}


@pytest.mark.parametrize("form", _MEANWHILE)
@pytest.mark.parametrize("version", [{}, {"version": "1"}])
async def test_what_was_decided_on_an_older_version_is_not_done_to_a_later_one(
    console: Stage, form: str, version: dict[str, str]
) -> None:
    key = await console.report()
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}/release/TCL" if form == "release" else f"/r/{key}")).text
    assert hidden(page.partition(f'action="/r/{key}/{form}"')[2], "version") == "1"
    items = [{"code": "YAB", "quantity": "999999", "unit": "T"}]
    changed = {"items": items, "place": "MSI", "action": "SEIZED"}
    await console.store.write(lambda conn: reports.amend(conn, key, fields=changed))
    before = await console.store.read(audit.head)
    answer = await staff.post(f"/r/{key}/{form}", **_MEANWHILE[form], **version)
    assert _done(answer).startswith("meanwhile")
    report = await _stored(console, key)
    assert (report.version, report.state, report.handling) == (2, "new", "C")
    assert await console.store.read(lambda conn: passages.of(conn, key)) == []
    assert await console.store.read(audit.head) == before


async def test_a_form_that_came_too_late_comes_back_as_it_was_filled_in(console: Stage) -> None:
    key = await console.report()
    staff = await console.signed_in()
    await console.store.write(lambda conn: reports.amend(conn, key))
    for form in ("grade", "cancel"):
        answer = await staff.post(f"/r/{key}/{form}", **_MEANWHILE[form], version="1")
        page = (await staff.client.get(answer.headers["location"])).text
        back = page.partition(f'id="{form}" open')[2].partition("</details>")[0]
        assert hidden(back, "version") == "2"
        assert f'value="{escape(_MEANWHILE[form]["why"])}"' in back
        chosen = {"grade": '<option value="1" selected>', "cancel": '<option value="wrong" selected>'}
        assert chosen[form] in back
    assert "checked" not in back


@pytest.mark.parametrize(
    ("filed", "typed", "urgent"),
    [
        ({}, {"place": "TCL"}, 0),
        ({}, {"precedence": "PRIORITY"}, 2),
        ({"precedence": "ROUTINE"}, {"place": "TCL"}, 0),
        ({"precedence": "ROUTINE"}, {"precedence": ""}, 0),
        ({"precedence": "ROUTINE"}, {"precedence": "IMMEDIATE"}, 1),
    ],
)
async def test_an_alarm_is_lowered_by_a_stated_precedence_alone(
    console: Stage, filed: dict[str, str], typed: dict[str, str], urgent: int
) -> None:
    fields = {"patrol": "START", "place": "MSI", **filed}  # an alarm above what its fields say
    key = await console.report(type="PATR", precedence=0, fields=fields, text="PATR MSI START")
    staff = await console.signed_in()
    assert _done(await _edit(console, staff, key, **typed)) == "edited"
    assert (await _stored(console, key)).precedence == urgent
    assert len(await console.store.read(alarms.unclaimed)) == (urgent == 0)


@pytest.mark.parametrize(
    ("typed", "urgent"), [({"precedence": ""}, 2), ({"precedence": "ROUTINE"}, 3), ({"place": "TCL"}, 0)]
)
async def test_an_officers_own_flash_is_what_his_report_says(
    console: Stage, typed: dict[str, str], urgent: int
) -> None:
    fields = {"items": [{"code": "YAB", "quantity": "20", "unit": "T"}], "place": "MSI", "action": "SEIZED"}
    key = await console.report(precedence=0, fields={**fields, "precedence": "FLASH"})
    staff = await console.signed_in()
    assert _done(await _edit(console, staff, key, **typed)) == "edited"
    assert (await _stored(console, key)).precedence == urgent
