"""What a code and a number together say of the sender: A, B, C, D and X, and what is spent for it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gateway import exports
from gateway.intake import intake
from gateway.senders.standing import WINDOW
from gateway.store import history, sheets
from gateway.store.keys import key_of
from gateway.store.tables import CodeUse, Envelope, Report
from hardware.bearer import Part
from tests.gateway.offices import OFFICER, House, text
from tests.gateway.senders.place import (
    COLLEAGUES_NUMBER,
    SEIZED,
    STRANGER,
    Post,
    count,
    filed,
    found_post,
    kept,
    replies,
    sheet,
    take,
)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return found_post(tmp_path)


def notes(house: House, report: Report) -> str:
    found = house.store.read_now(lambda conn: history.of(conn, key_of(report)))
    return json.dumps([one.detail for one in found])


def test_his_code_and_his_number_are_a_and_the_reply_shows_that_it_is_us(post: Post) -> None:
    take(post.house, text(f"{SEIZED} {post.own[0].send}"))
    (report,) = filed(post.house)
    assert report.provenance == "A"
    assert report.fields["items"] == [{"code": "YAB", "quantity": "200000", "unit": "T"}]
    (reply,) = replies(post.house)
    assert reply.text.endswith(f" ({post.own[0].expect})")
    assert post.own[0].send not in reply.text
    assert sheet(post.house).next_row == 2
    assert count(post.house, Envelope) == 1


def test_a_code_from_a_number_nobody_knows_is_b_and_tells_which_officer(post: Post) -> None:
    take(post.house, text(f"{SEIZED} {post.own[0].send}", sender=STRANGER))
    (report,) = filed(post.house)
    assert (report.provenance, report.unit) == ("B", "Mobile 3")
    assert [reply.to for reply in replies(post.house)] == [STRANGER]


def test_a_colleagues_phone_is_b_and_says_so(post: Post) -> None:
    take(post.house, text(f"{SEIZED} {post.own[0].send}", sender=COLLEAGUES_NUMBER))
    (report,) = filed(post.house)
    assert (report.provenance, report.unit) == ("B", "Mobile 3")
    assert "another officer's" in notes(post.house, report)
    assert [sheet(post.house, number).next_row for number in (1, 2)] == [2, 1]


def test_a_number_alone_is_c_and_nobody_at_all_is_d(post: Post) -> None:
    take(post.house, text(SEIZED), text("WLD MSI 2 PANG LIVE", sender=STRANGER))
    assert {report.type: report.provenance for report in filed(post.house)} == {"DRG": "C", "WLD": "D"}
    assert count(post.house, CodeUse) == 0


def test_a_code_that_may_have_been_used_before_a_restore_proves_no_more_than_the_number(post: Post) -> None:
    post.house.store.write_now(lambda conn: sheets.doubt(conn, WINDOW))
    for row, words, number, grade in (
        (3, "DRG MSI YAB 1000T SEIZED", OFFICER, "C"),
        (5, "DRG MSI YAB 2000T SEIZED", STRANGER, "D"),
        (6, "DRG MSI YAB 3000T SEIZED", COLLEAGUES_NUMBER, "C"),
        (9, "DRG MSI YAB 4000T SEIZED", OFFICER, "C"),
        (12, "DRG MSI YAB 5000T SEIZED", OFFICER, "A"),  # the first beyond the window
        (13, "DRG MSI YAB 6000T SEIZED", STRANGER, "B"),
    ):
        take(post.house, text(f"{words} {post.own[row - 1].send}", sender=number))
        report = filed(post.house)[-1]
        assert (row, report.provenance) == (row, grade)
        assert ("proves nothing yet" in notes(post.house, report)) is (grade in "CD")
    assert sheet(post.house).next_row == 14


def test_after_a_restore_of_an_old_backup_the_owner_moves_his_sheet_on_and_nobody_else(post: Post) -> None:
    post.house.store.write_now(lambda conn: sheets.doubt(conn, WINDOW))
    grades = []
    for row, number in ((15, STRANGER), (15, OFFICER), (16, OFFICER)):
        take(
            post.house,
            text(f"DRG MSI YAB {row}{len(grades)}T SEIZED {post.own[row - 1].send}", sender=number),
        )
        grades.append((filed(post.house)[-1].provenance, sheet(post.house).next_row))
    assert grades == [("D", 1), ("C", 16), ("A", 17)]


def test_a_code_that_comes_again_is_x_and_goes_nowhere_by_itself(post: Post) -> None:
    take(post.house, text(f"{SEIZED} {post.own[0].send}"))
    before = count(post.house, Envelope)
    take(post.house, text(f"ARMS MSI PISTOL 2 SEIZED {post.own[0].send}"))
    take(post.house, text(f"DRG MSI ICE 5KG SEIZED {post.own[0].send}", sender=STRANGER))
    assert sorted(report.provenance for report in filed(post.house)) == ["A", "X", "X"]
    assert count(post.house, Envelope) == before
    assert [message.provenance for message in kept(post.house)] == ["X", "X", "A"]
    assert "used before" in kept(post.house)[0].note
    assert [post.own[0].expect in reply.text for reply in replies(post.house)] == [False, True]


def test_a_redelivery_is_no_replay(post: Post) -> None:
    heard = text(f"{SEIZED} {post.own[0].send}")
    take(post.house, heard)
    take(post.house, heard, heard)
    assert [report.provenance for report in filed(post.house)] == ["A"]
    assert len(kept(post.house)) == 1


def test_the_same_words_sent_again_leave_the_report_as_it_was(post: Post) -> None:
    words = f"{SEIZED} {post.own[0].send}"
    take(post.house, text(words, key="1"))
    take(post.house, text(words, key="2"))
    assert [report.provenance for report in filed(post.house)] == ["A"]
    assert [message.provenance for message in kept(post.house)] == ["X", "A"]


def test_a_skipped_row_is_spent(post: Post) -> None:
    take(post.house, text(f"{SEIZED} {post.own[3].send}"))
    take(post.house, text(f"WLD MSI 2 PANG LIVE {post.own[2].send}"))
    assert {report.type: report.provenance for report in filed(post.house)} == {"DRG": "A", "WLD": "X"}


@pytest.mark.parametrize(("row", "grade"), [(9, "A"), (10, "C")])
def test_ten_rows_are_open_and_no_more(post: Post, row: int, grade: str) -> None:
    take(post.house, text(f"{SEIZED} {post.own[row].send}"))
    (report,) = filed(post.house)
    assert report.provenance == grade
    assert sheet(post.house).next_row == (11 if grade == "A" else 1)
    assert sheet(post.house).wrong == (0 if grade == "A" else 1)


def test_a_revoked_sheet_is_x(post: Post) -> None:
    post.house.store.write_now(lambda conn: sheets.revoke(conn, 1, post.house.clock.now()))
    take(post.house, text(f"{SEIZED} {post.own[0].send}"))
    (report,) = filed(post.house)
    assert report.provenance == "X"
    assert "revoked" in notes(post.house, report)


def test_an_officer_who_left_takes_his_sheet_with_him(post: Post) -> None:
    gone = replace(post.house.kit.roster, by_name={})
    house = replace(post.house, kit=replace(post.house.kit, roster=gone))
    take(house, text(f"{SEIZED} {post.own[0].send}"))
    assert [report.provenance for report in filed(house)] == ["X"]


def test_a_wrong_code_is_shown_and_never_becomes_a_field(post: Post) -> None:
    take(post.house, text(f"{SEIZED} 48294347"))
    (report,) = filed(post.house)
    assert (report.provenance, set(report.fields)) == ("C", {"place", "items", "action"})
    assert "48294347" in notes(post.house, report)
    assert kept(post.house)[0].text == f"{SEIZED} 48294347"
    assert sheet(post.house).wrong == 1
    assert sheet(post.house).next_row == 1


def test_guessing_locks_nobody_out(post: Post) -> None:
    for at in range(60):
        sender = (STRANGER, OFFICER)[at % 2]
        take(post.house, text(f"PATR START MSI {48294300 + at}", sender=sender, key=str(at)))
    take(post.house, text(f"{SEIZED} {post.own[0].send}"))
    assert filed(post.house)[-1].provenance == "A"
    assert sheet(post.house).wrong == 30
    assert count(post.house, CodeUse) == 61


def test_without_a_sheet_nothing_is_cut(post: Post) -> None:
    texts = [f"{SEIZED} 48294347", "INFO 2BP // AT THE HOUSE 48294347"]
    take(post.house, *(text(words, sender=STRANGER) for words in texts))
    says = [report.fields.get("text") for report in filed(post.house)]
    assert "AT THE HOUSE 48294347" in says


def test_a_report_that_ends_in_a_time_or_a_quantity_keeps_it(post: Post) -> None:
    take(post.house, text("DRG MSI YAB 200000T SEIZED 230100"))
    assert filed(post.house)[0].fields["time"] == "2026-11-22T18:00Z"
    take(post.house, text("INFO 2BP // SEEN 600000"))
    assert filed(post.house)[1].fields["text"] == "SEEN 600000"


def test_what_was_not_kept_did_not_spend_the_code(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = text(f"{SEIZED} {post.own[0].send}")

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("BOOM")

    with monkeypatch.context() as broken:
        broken.setattr(intake.filing.replies, "queue", fails)
        take(post.house, heard)
    assert filed(post.house) == []
    assert sheet(post.house).next_row == 1
    take(post.house, replace(heard, key=b"again"))
    assert [report.provenance for report in filed(post.house)] == ["A"]


def test_the_answer_to_a_question_needs_no_code_of_its_own(post: Post) -> None:
    for sender, row in ((OFFICER, post.own[0]), (STRANGER, post.others[0])):
        take(post.house, text(f"DRG MSI YAB 200000T {row.send}", sender=sender))
        assert replies(post.house)[-1].text.endswith(f"({row.expect})")
        take(post.house, text("1", sender=sender, key=sender))
    assert [report.provenance for report in filed(post.house)] == ["A", "B"]


def test_a_code_in_the_last_part_of_a_long_text_counts_once(post: Post) -> None:
    parts = ["SOS we are under fire", f"at the north bank {post.own[0].send}"]
    for index, words in enumerate(parts, 1):
        take(post.house, replace(text(words), part=Part(7, 2, index)))
    assert [report.provenance for report in filed(post.house)] == ["C"]
    assert kept(post.house)[0].provenance == "A"
    assert sheet(post.house).next_row == 2


def test_every_grade_comes_out_in_the_export(post: Post) -> None:
    senders = (OFFICER, STRANGER, COLLEAGUES_NUMBER)
    take(
        post.house, text(f"NIL MSI {post.own[0].send}"), text(f"NIL CKG {post.own[1].send}", sender=STRANGER)
    )
    take(post.house, *(text("PATR START MSI", sender=sender, key=sender) for sender in senders))
    take(post.house, text(f"NIL ARY {post.own[0].send}"))
    rows = post.house.store.read_now(lambda conn: list(exports.rows(conn, 0, with_source=False)))
    assert [row["provenance"] for row in rows] == ["A", "B", "C", "D", "C", "X"]


def test_an_office_that_asks_for_codes_files_what_has_none_and_marks_it(tmp_path: Path) -> None:
    post = found_post(tmp_path, '\n[sheet]\nrequired = ["DRG"]\n')
    take(post.house, text(SEIZED), text("NIL MSI"), text(f"DRG MSI ICE 5KG SEIZED {post.own[0].send}"))
    marked = {r.canonical: "asks for" in notes(post.house, r) for r in filed(post.house)}
    assert list(marked.values()) == [True, False, False]
    assert [report.provenance for report in filed(post.house)] == ["C", "C", "A"]
