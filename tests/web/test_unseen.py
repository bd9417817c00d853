"""What nobody has looked at yet: its mark in the queue, its card on the report, and what to press."""

from sqlalchemy import Connection

from gateway.desk import inputs
from gateway.store import feed, history, passages, reports
from gateway.store.keys import ReportKey
from tests.gateway.desk.test_inputs import BOOK, ZONE
from tests.web.stage import Stage, now

ASKED = {"text": "AMD YAB 25000T", "words": "YAB 25000T"}


def _wish(conn: Connection, key: ReportKey, word: str, **detail: str) -> None:
    history.note(conn, key, now(), "officer", f"asks staff to {word}", dict(detail))
    reports.notice(conn, key, "asked")
    feed.add(conn, "report", now(), key)


async def test_a_recalled_report_waits_in_the_queue_until_it_was_read(console: Stage) -> None:
    key = await console.report(origin="TCL", state="cancelled", unseen="recalled")
    staff = await console.signed_in()
    queue = (await staff.client.get("/")).text
    assert f'id="{key}"' in queue
    assert '<b class="declined">recalled</b>' in queue
    assert "To be looked at: 1" in queue
    assert (
        'class="fault" data-n="unseen0" hidden' in queue
    )  # which the page gives a tone to, once, as to a fault
    assert "unseen1" not in queue
    assert f'id="{key}"' in (await staff.client.get("/?state=unseen")).text
    page = (await staff.client.get(f"/r/{key}")).text
    live = page.partition('<div id="news" data-renew>')[2].partition("</div>")[0]
    assert "BLO Tachileik took this report back" in live  # it appears on a page that is open, too
    answer = await staff.post(f"/r/{key}/see")
    assert answer.headers["location"] == f"/r/{key}?done=seen"
    assert console.station.seen == [(str(key), "duty")]
    queue = (await staff.client.get("/")).text
    assert f'id="{key}"' not in queue
    assert "To be looked at" not in queue


async def test_a_recalled_report_is_not_shown_as_one_that_the_partner_has(console: Stage) -> None:
    key = await console.report()

    def work(conn: Connection) -> None:
        passages.begin(conn, "TCL", key, 1, at=now(), why="released by duty")
        passages.advance(conn, "TCL", key, 1, "acted", at=now(), by="duty")
        passages.begin(conn, "TCL", key, 2, at=now(), why="recalled: too early")
        passages.advance(conn, "TCL", key, 2, "stored", at=now())

    await console.store.write(work)
    staff = await console.signed_in()
    queue = (await staff.client.get("/")).text
    assert '<span class="step declined">BLO Tachileik: recalled, stored' in queue
    assert "(acted)" in queue
    assert "an earlier version: acted (duty)" in (await staff.client.get(f"/r/{key}")).text


async def test_what_an_officer_asks_is_in_the_form_beside_his_words(console: Stage) -> None:
    key = await console.report(state="claimed", claimed_by="somchai")
    await console.store.write(lambda conn: _wish(conn, key, "AMD", **ASKED))
    staff = await console.signed_in()
    assert '<b class="declined">officer asks</b>' in (await staff.client.get("/")).text
    assert f'href="/r/{key}/edit?apply=1"' in (await staff.client.get(f"/r/{key}")).text
    page = (await staff.client.get(f"/r/{key}/edit?apply=1")).text
    assert "<code>AMD YAB 25000T</code>" in page
    assert 'name="items.0.quantity" value="25000"' in page
    assert 'name="why" value="AMD YAB 25000T"' in page
    form = inputs.typed(BOOK.types["DRG"], {"items": [{"code": "YAB", "quantity": "25000"}]}, ZONE)
    form |= {"place": "MSI", "action": "SEIZED", "items.0.unit": "T", "version": "1", "why": "asked"}
    answer = await staff.post(f"/r/{key}/edit", **form)
    assert answer.headers["location"] == f"/r/{key}?done=edited"
    assert "officer asks" not in (await staff.client.get("/")).text


async def test_words_that_cannot_be_read_leave_the_form_as_the_report_is(console: Stage) -> None:
    key = await console.report(state="claimed", claimed_by="somchai")
    await console.store.write(lambda conn: _wish(conn, key, "AMD", text="AMD ?", words="?"))
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}/edit?apply=1")).text
    assert "could not be put into the form" in page
    assert 'name="items.0.quantity" value="200000"' in page


async def test_a_wish_to_cancel_opens_what_cancels(console: Stage) -> None:
    key = await console.report(state="claimed", claimed_by="somchai")
    staff = await console.signed_in()
    assert 'id="cancel"><summary>' in (await staff.client.get(f"/r/{key}")).text
    await console.store.write(lambda conn: _wish(conn, key, "CAN", text="CAN", words=""))
    page = (await staff.client.get(f"/r/{key}")).text
    assert 'href="#cancel"' in page
    assert 'id="cancel" open' in page


async def test_a_closed_report_is_opened_again_and_not_given_back(console: Stage) -> None:
    key = await console.report(state="closed", claimed_by="somchai")
    staff = await console.signed_in()
    page = (await staff.client.get(f"/r/{key}")).text
    assert "Give back" not in page
    assert "Open it again" in page
    answer = await staff.post(f"/r/{key}/reopen")
    assert answer.headers["location"] == f"/r/{key}?done=reopened"
    assert "Give back" in (await staff.client.get(f"/r/{key}")).text


async def test_what_an_officer_adds_to_a_report_in_hand_is_shown_until_it_was_read(console: Stage) -> None:
    key = await console.report(state="claimed", claimed_by="somchai")

    def follow(conn: Connection) -> None:
        history.note(conn, key, now(), "officer", "followed up", {"text": "two <b>more</b>", "message": 1})
        reports.notice(conn, key, "added")
        feed.add(conn, "report", now(), key)

    await console.store.write(follow)
    staff = await console.signed_in()
    assert '<b class="declined">officer adds</b>' in (await staff.client.get("/")).text
    page = (await staff.client.get(f"/r/{key}")).text
    live = page.partition('<div id="news" data-renew>')[2].partition("</div>")[0]
    assert "The officer adds: <code>two &lt;b&gt;more&lt;/b&gt;</code>" in live
    answer = await staff.post(f"/r/{key}/see")
    assert answer.headers["location"] == f"/r/{key}?done=seen"
    page = (await staff.client.get(f"/r/{key}")).text
    assert "The officer adds:" not in page
    assert "read the addition" in page
