"""Duress: the reply is the same to the byte, the phone hears nothing, the office hears everything."""

from pathlib import Path

import pytest

from codes.precedence import Precedence
from gateway.desk import reading
from gateway.desk.book_words import BookWords
from gateway.desk.rows import Naming
from gateway.desk.values import Person
from gateway.store import audit, history, reports
from gateway.store.columns import table
from gateway.store.keys import key_of
from gateway.store.tables import Audit, Delivery, Envelope
from tests.gateway.offices import OFFICER, text
from tests.gateway.senders.place import SEIZED, STRANGER, Post, count, filed, found_post, kept, replies, take

STAFF = Person("som", "duty", "Police", "en", "")
TEXTS = [
    SEIZED,
    "DRG MSI YAB 200000T",
    "no report at all my friend",
    "SOS",
    "TST DRG MSI YAB 200000T SEIZED",
    "HLP DRG",
    "CAN",
    "1",
    "",
]


def outcome(post: Post, words: str, code: str, sender: str) -> list[tuple[str, str, int, str]]:
    """Send a text with a code, then again with the same one; return all that goes to the phone."""
    take(post.house, text(f"{words} {code}", sender=sender, key="1"))
    take(post.house, text(f"{words} {code}", sender=sender, key="2"))
    return [(reply.to, reply.text, reply.precedence, reply.tag) for reply in replies(post.house)]


@pytest.mark.parametrize("sender", [OFFICER, STRANGER])
@pytest.mark.parametrize("words", TEXTS)
def test_the_replies_are_alike_to_the_byte(tmp_path: Path, words: str, sender: str) -> None:
    free, forced = (found_post(tmp_path / name) for name in ("free", "forced"))
    said = outcome(free, words, free.own[0].send, sender)
    assert outcome(forced, words, forced.own[0].duress, sender) == said
    assert said
    assert count(free.house, Envelope) == count(forced.house, Envelope)
    assert [m.provenance for m in kept(free.house)] == [m.provenance for m in kept(forced.house)]
    reported, forced_to = ([(r.type, r.provenance) for r in filed(post.house)] for post in (free, forced))
    assert sorted(forced_to) == sorted([*reported, ("SOS", kept(free.house)[-1].provenance)])


def test_the_office_hears_a_flash_with_a_siren_that_nothing_can_answer(tmp_path: Path) -> None:
    post = found_post(tmp_path)
    take(post.house, text(f"{SEIZED} {post.own[0].duress}"))
    report, incident = sorted(filed(post.house), key=lambda one: one.seq)
    naming = Naming(BookWords(post.house.kit.book), "en", {})
    (row,) = post.house.store.read_now(lambda conn: reading.alarms(conn, STAFF, naming))
    assert row.key == key_of(incident)
    assert row.alarm
    assert "DURESS" in row.gist
    assert (incident.precedence, incident.place, incident.unit) == (Precedence.FLASH, "MSI", "Mobile 3")
    assert post.house.store.read_now(lambda conn: reports.source(conn, key_of(incident))) is None
    said = post.house.store.read_now(lambda conn: history.of(conn, key_of(report)))
    assert ("station", "duress", {"incident": str(key_of(incident))}) in [
        (one.actor, one.what, one.detail) for one in said
    ]
    assert "duress" in actions(post)
    assert post.house.store.read_now(audit.verify) is None


def actions(post: Post) -> list[str]:
    query = table(Audit).select()
    return post.house.store.read_now(lambda conn: [row.action for row in conn.execute(query)])


def test_nothing_of_it_leaves_the_office(tmp_path: Path) -> None:
    post = found_post(tmp_path)
    take(post.house, text(f"{SEIZED} {post.own[0].duress}"))
    assert count(post.house, Envelope) == 1
    assert count(post.house, Delivery) == 1
    assert all("DURESS" not in reply.text.upper() for reply in replies(post.house))


def test_one_incident_until_somebody_has_it_in_hand(tmp_path: Path) -> None:
    post = found_post(tmp_path)
    for at, row in enumerate(post.own[:3]):
        take(post.house, text(f"NIL MSI {row.duress}", key=str(at)))
    (incident,) = [report for report in filed(post.house) if report.type == "SOS"]
    post.house.store.write_now(lambda conn: reports.claim(conn, key_of(incident), "som"))
    take(post.house, text(f"NIL MSI {post.own[4].duress}", key="later"))
    assert len([report for report in filed(post.house) if report.type == "SOS"]) == 2


def test_a_code_turned_after_it_was_spent_alarms_too(tmp_path: Path) -> None:
    post = found_post(tmp_path)
    take(post.house, text(f"{SEIZED} {post.own[0].send}"), text(f"NIL MSI {post.own[0].duress}"))
    assert [(report.type, report.provenance) for report in filed(post.house)] == [
        ("DRG", "A"),
        ("NIL", "X"),
        ("SOS", "X"),
    ]
