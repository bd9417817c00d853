"""A message that is no report: whose it is, what answered it, who has it in hand, and how it is answered."""

import pytest
from sqlalchemy import Connection

from gateway.store import audit, messages, officers, outbox
from hardware.sentence import Sentence
from tests.web.stage import Stage, now
from web import texts

DRG = {
    "type": "DRG",
    "place": "MSI",
    "items.0.code": "YAB",
    "items.0.quantity": "5",
    "items.0.unit": "T",
    "action": "SEIZED",
}


async def test_the_page_says_whose_it_is_and_what_the_machine_answered(console: Stage) -> None:
    number = await console.message("saw a big bag")

    def known(conn: Connection) -> None:
        one = officers.add(conn, name="Anan", unit="Gate 2 Customs", agency="", made_at=now())
        where = {"kind": "number", "value": "+66812345678", "confirmed_at": now()}
        officers.reach(conn, officer_id=one, **where)
        to = {"bearer": "gsm1", "to_kind": "number", "to": "+66812345678", "precedence": 2}
        text = {"tag": f"reply-{number}", "text": "Not understood; staff will read it."}
        outbox.queue(conn, **to, **text, message_id=number, created_at=now())

    await console.store.write(known)
    page = (await (await console.signed_in()).client.get(f"/m/{number}")).text
    assert "Gate 2 Customs" in page
    assert "Anan" not in page
    assert "Not understood; staff will read it." in page


async def test_who_has_it_in_hand_decodes_it_alone(console: Stage) -> None:
    number = await console.message("saw a big bag")
    await console.account("malee")
    staff, other = await console.signed_in(), await console.signed_in("malee")
    answer = await staff.post(f"/m/{number}/claim", then="decode")
    assert answer.headers["location"] == f"/m/{number}/decode"
    for late in (
        await other.client.get(f"/m/{number}/decode"),
        await other.post(f"/m/{number}/decode", **DRG),
    ):
        assert late.headers["location"] == f"/m/{number}?said=hand-taken"
    assert (await other.post(f"/m/{number}/aside", why="x")).headers["location"].endswith("said=aside-taken")
    assert (await other.post(f"/m/{number}/claim")).headers["location"].endswith("said=talk-taken")
    assert (await other.post(f"/m/{number}/give-back")).headers["location"].endswith("said=talk-taken")
    page = (await other.client.get(f"/m/{number}?said=hand-taken")).text
    assert "Somebody else has it in hand." in page
    assert "in hand: somchai" in page
    assert "in hand: somchai" in (await other.client.get("/messages")).text
    assert (await staff.post(f"/m/{number}/decode", **DRG)).status_code == 200


async def test_it_is_given_back_or_taken_over_from_the_one_the_page_named(console: Stage) -> None:
    number = await console.message("saw a big bag")
    await console.account("malee")
    staff, other = await console.signed_in(), await console.signed_in("malee")
    await staff.post(f"/m/{number}/claim")
    assert (await other.post(f"/m/{number}/claim", was="nobody")).headers["location"].endswith("talk-taken")
    assert (
        (await other.post(f"/m/{number}/claim", was="somchai")).headers["location"].endswith("talk-claimed")
    )
    assert (await other.post(f"/m/{number}/give-back")).headers["location"].endswith("talk-given-back")
    found = await console.store.read(lambda conn: messages.get(conn, number))
    assert found
    assert found.claimed_by is None
    assert await console.store.read(lambda conn: audit.last(conn, "took over", f"message {number}"))


@pytest.mark.parametrize(
    ("sender", "text", "end"),
    [
        ("+66812345678", "Which gate was it?", "replied"),
        ("+66812345678", "  ", "empty"),
        ("+66812345678", "ก" * 269, "too-long"),
        ("AIS", "hello", "nobody-there"),
    ],
)
async def test_its_sender_is_answered_if_he_can_be(console: Stage, sender: str, text: str, end: str) -> None:
    number = await console.message("saw a big bag", sender=sender)
    staff = await console.signed_in()
    answer = await staff.post(f"/m/{number}/reply", text=text)
    assert answer.headers["location"].startswith(f"/m/{number}?said=talk-{end}")
    sent = await console.store.read(lambda conn: outbox.of_message(conn, number))
    assert [one.text for one in sent] == ([text] if end == "replied" else [])
    if sent:
        assert (sent[0].to, sent[0].bearer) == (sender, "gsm1")
        assert text in (await staff.client.get(f"/m/{number}")).text
        assert await console.store.read(lambda conn: audit.last(conn, "replied", f"message {number}"))


async def test_why_a_text_was_not_sent_stands_there_in_the_readers_words(console: Stage) -> None:
    number = await console.message("saw a big bag")
    await console.account("linh", language="vi")
    over = Sentence("Its validity was over before the network said that it was delivered.")

    def lost(conn: Connection) -> None:
        to = {"bearer": "gsm1", "to_kind": "number", "to": "+66812345678", "precedence": 2}
        outbox.queue(conn, **to, tag="reply", text="hello", message_id=number, created_at=now())
        outbox.mark(conn, outbox.of_message(conn, number)[0].id, "expired", now(), sentence=over)

    await console.store.write(lost)
    page = (await (await console.signed_in("linh")).client.get(f"/m/{number}")).text
    assert texts.catalogue("vi")[over] in page


async def test_a_set_text_that_names_no_report_can_be_chosen(console: Stage) -> None:
    number = await console.message("saw a big bag")
    staff = await console.signed_in()
    page = (await staff.client.get(f"/m/{number}", params={"answer": "wait"})).text
    area = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "BLO Mae Sai: stay where you are" in area
    assert "AMD" not in page


async def test_who_may_not_is_told_so_and_nothing_is_done(console: Stage) -> None:
    number = await console.message("saw a big bag")
    await console.account("reader", role="auditor")
    reader, staff = await console.signed_in("reader"), await console.signed_in()
    for path, form in (("claim", {}), ("give-back", {}), ("reply", {"text": "x"})):
        answer = await reader.post(f"/m/{number}/{path}", **form)
        assert answer.headers["location"].endswith("said=talk-forbidden")
        assert (await staff.post(f"/m/77/{path}", **form)).status_code == 404
    key = await console.report()
    await console.store.write(lambda conn: messages.change(conn, number, **key.values()))
    assert (await staff.post(f"/m/{number}/reply", text="x")).headers["location"].endswith("talk-report")


async def test_what_is_pressed_twice_is_done_once_and_said_alike(console: Stage) -> None:
    number, flash = await console.message("saw a big bag"), await console.report(precedence=0)
    staff = await console.signed_in()
    said: list[tuple[str, str]] = []
    for at in (f"/m/{number}", f"/r/{flash}"):
        for act, form in (("claim", {}), ("reply", {"text": "Which gate?"}), ("give-back", {})):
            first, again = [await staff.post(f"{at}/{act}", **form) for _ in range(2)]
            said.append((first.headers["location"], again.headers["location"]))
    assert [first for first, again in said if first != again] == []
    texts = await console.store.read(lambda conn: outbox.of_message(conn, number))
    assert len(texts) == 1
    assert len(await console.store.read(lambda conn: outbox.of_report(conn, flash))) == 1
