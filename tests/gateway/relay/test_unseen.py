"""What comes after a report: a recall, a change, an officer's wish; each is brought before a person once."""

from pathlib import Path

import pytest

from gateway.board.board import Board
from gateway.desk import doing, opening, reading
from gateway.desk.book_words import BookWords
from gateway.desk.desk import Desk
from gateway.desk.doing import Act, Done
from gateway.desk.editing import Editing
from gateway.desk.rows import Naming
from gateway.desk.values import Filter, Person, ReportView, Row
from gateway.relay import recall
from gateway.relay.body import decode
from gateway.relay.envelope import Header
from gateway.relay.keep import Opened, keep
from gateway.station.hands import hands
from gateway.store import envelopes, passages, reports
from gateway.store.tables import Passage, Report
from tests.gateway.intake.test_controls import FIRST, SEIZED, take
from tests.gateway.offices import House, found_pair

DUTY = Person("somchai", "duty", "", "en", "token")
HANDLED = {
    "untouched": [],
    "in hand": ["claim"],
    "acted": ["claim", "acted"],
    "declined": ["declined"],
}
"""What Tachileik did with the report before Mae Sai says something new of it."""


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, House]:
    found = found_pair(tmp_path)
    take(found["MSI"], SEIZED)
    _carry(found["MSI"], found["TCL"])
    return found


def _carry(of: House, to: House) -> None:
    """Take all that is due to an office there; what it had before changes nothing."""
    rows = of.store.read_now(lambda conn: envelopes.due(conn, to.kit.code, 50))
    opened = [
        Opened(Header(r.origin, r.epoch, r.seq, to.kit.code, r.precedence), decode(r.frame), r.frame, r.frame)
        for r in rows
    ]
    to.store.write_now(lambda conn: keep(conn, to.kit, opened))


def _do(house: House, what: str) -> Done:
    act, station = Act(house.kit.code, DUTY, FIRST, house.clock.now()), hands(house.kit)
    deeds = {
        "claim": lambda conn: doing.claim(conn, act, station),
        "see": lambda conn: doing.see(conn, act, station),
        "give back": lambda conn: doing.give_back(conn, act),
        "close": lambda conn: doing.close(conn, act, "done", station),
        "reopen": lambda conn: doing.reopen(conn, act),
        "acted": lambda conn: doing.end(conn, act, "acted", "team sent", station),
        "declined": lambda conn: doing.end(conn, act, "declined", "no team", station),
    }
    return house.store.write_now(deeds[what])


def _naming(house: House) -> Naming:
    return Naming(BookWords(house.kit.book), "en", {one.code: one.name for one in house.kit.config.partner})


def _row(house: House, state: str = "") -> Row | None:
    """Return the report as the queue shows it, None when it stands in it no more."""
    wanted = Filter(state=state)
    found = house.store.read_now(lambda conn: reading.queue(conn, DUTY, wanted, _naming(house)))
    return next((row for row in found if row.key == FIRST), None)


def _view(house: House) -> ReportView:
    office = house.kit.code
    found = house.store.read_now(lambda conn: opening.report(conn, DUTY, FIRST, _naming(house), office))
    assert found is not None
    return found


def _report(house: House) -> Report:
    found = house.store.read_now(lambda conn: reports.get(conn, FIRST))
    assert found is not None
    return found


def _passage(house: House) -> Passage:
    found = house.store.read_now(lambda conn: passages.get(conn, "TCL", FIRST))
    assert found is not None
    return found


def _editing(house: House) -> Editing:
    kit, names = house.kit, tuple((one.code, one.name) for one in house.kit.config.partner)
    words, board = BookWords(kit.book), Board(house.clock.now)
    return Editing(Desk(house.store, kit.config.office, kit.clock, words, names, hands(kit), board))


def _take_back(house: House) -> None:
    why = "too early"
    assert house.store.write_now(
        lambda conn: recall.recall(conn, house.kit, FIRST, "TCL", by="duty", why=why, reason="early")
    )


@pytest.mark.parametrize("handled", HANDLED)
@pytest.mark.parametrize("way", ["recalled", "cancelled"])
def test_a_recall_is_read_by_a_person_and_the_office_hears_by_which_role(
    pair: dict[str, House], way: str, handled: str
) -> None:
    msi, tcl = pair["MSI"], pair["TCL"]
    for deed in HANDLED[handled]:
        _do(tcl, deed)
    _carry(tcl, msi)
    if way == "recalled":
        _take_back(msi)
    else:
        take(msi, "CAN")
    _carry(msi, tcl)
    row = _row(tcl)
    assert row is not None
    assert (row.state, row.mark) == ("cancelled", "recalled")
    assert (
        _view(tcl).reason
        == {"recalled": "it was sent too early", "cancelled": "its officer took it back"}[way]
    )
    assert _row(tcl, "unseen") is not None
    assert tcl.store.read_now(lambda c: reading.overview(c, DUTY, _naming(tcl))).unseen == 1
    assert _passage(msi).state == "queued"
    assert _do(tcl, "see") is Done.SEEN
    assert _row(tcl) is None
    _carry(tcl, msi)
    assert (_passage(msi).state, _passage(msi).by) == ("seen", "duty")


def test_what_is_read_twice_is_told_once(pair: dict[str, House]) -> None:
    msi, tcl = pair["MSI"], pair["TCL"]
    _take_back(msi)
    _carry(msi, tcl)
    for _ in range(2):
        assert _do(tcl, "see") is Done.SEEN
    assert len(tcl.store.read_now(lambda conn: envelopes.due(conn, "MSI", 50))) == 1


def test_a_recall_of_what_never_came_here_asks_nobody(tmp_path: Path) -> None:
    pair = found_pair(tmp_path)
    take(pair["MSI"], SEIZED)
    _take_back(pair["MSI"])
    _carry(pair["MSI"], pair["TCL"])
    assert _report(pair["TCL"]).state == "cancelled"
    assert _row(pair["TCL"]) is None


def test_the_own_queue_says_that_it_was_taken_back(pair: dict[str, House]) -> None:
    _take_back(pair["MSI"])
    row = _row(pair["MSI"])
    assert row is not None
    assert [(step.partner, step.recalled) for step in row.steps] == [("TCL", True)]


@pytest.mark.parametrize(("handled", "claimed_by"), [("in hand", "somchai"), ("acted", "somchai")])
def test_a_change_is_marked_with_the_old_and_the_new_until_somebody_reads_it(
    pair: dict[str, House], handled: str, claimed_by: str
) -> None:
    msi, tcl = pair["MSI"], pair["TCL"]
    for deed in HANDLED[handled]:
        _do(tcl, deed)
    take(msi, "AMD YAB 250000T")
    _carry(msi, tcl)
    row = _row(tcl)
    assert row is not None
    assert (row.mark, row.claimed_by) == ("changed", claimed_by)
    (turn,) = _view(tcl).changed
    assert ("200,000" in turn.before, "250,000" in turn.after) == (True, True)
    _do(tcl, "see")
    assert _report(tcl).unseen is None
    _carry(tcl, msi)
    assert (_passage(msi).version, _passage(msi).state) == (2, "seen")


def test_who_claims_it_has_read_the_change(pair: dict[str, House]) -> None:
    take(pair["MSI"], "AMD YAB 250000T")
    _carry(pair["MSI"], pair["TCL"])
    assert _report(pair["TCL"]).unseen == "changed"
    assert _do(pair["TCL"], "claim") is Done.CLAIMED
    assert _report(pair["TCL"]).unseen is None


async def test_a_grade_alone_opens_nothing_again(pair: dict[str, House]) -> None:
    msi, tcl = pair["MSI"], pair["TCL"]
    for deed in HANDLED["acted"]:
        _do(tcl, deed)
    grade = {"version": "1", "source": "2", "information": "B", "handling": "P"}
    assert await _editing(msi).grade(DUTY, FIRST, grade) is Done.GRADED
    _carry(msi, tcl)
    report = _report(tcl)
    assert (report.version, report.fields["grade"]) == (2, "2BP")
    assert (report.state, report.unseen) == ("closed", None)
    assert _row(tcl) is None


async def test_what_a_partner_did_stays_told_beside_later_versions(pair: dict[str, House]) -> None:
    msi, tcl = pair["MSI"], pair["TCL"]
    for deed in HANDLED["acted"]:
        _do(tcl, deed)
    _carry(tcl, msi)
    assert (_passage(msi).state, _passage(msi).earlier) == ("acted", None)
    for quantity in ("250000", "300000"):
        take(msi, f"AMD YAB {quantity}T")
        row = _row(msi)
        assert row is not None
        (step,) = row.steps
        assert (step.state, step.earlier, step.earlier_by) == ("queued", "acted", "duty")


@pytest.mark.parametrize("deeds", [["claim"], ["claim", "close"]])
@pytest.mark.parametrize("words", ["AMD YAB 250000T", "CAN"])
async def test_what_an_officer_asks_stands_in_the_queue(
    pair: dict[str, House], words: str, deeds: list[str]
) -> None:
    msi = pair["MSI"]
    for deed in deeds:
        _do(msi, deed)
    assert _row(msi, "unseen") is None
    take(msi, words)
    row = _row(msi, "unseen")
    assert row is not None
    assert row.mark == "asked"
    (asked,) = _view(msi).asked
    assert (asked.word, asked.text, asked.words) == (words[:3], words, words[4:])
    assert _do(msi, "see") is Done.SEEN
    assert _row(msi, "unseen") is None


@pytest.mark.parametrize(
    ("reason", "said"), [("wrong", "it was wrong"), ("officer", ""), ("Sgt Anan errs", "")]
)
async def test_of_what_staff_write_only_a_chosen_reason_travels(
    pair: dict[str, House], reason: str, said: str
) -> None:
    msi, tcl = pair["MSI"], pair["TCL"]
    form = {"version": "1", "why": "Sgt Anan counted twice", "reason": reason}
    assert await _editing(msi).cancel(DUTY, FIRST, form) is Done.CANCELLED
    sent = msi.store.read_now(lambda conn: envelopes.due(conn, "TCL", 50))
    assert not any(b"Anan" in one.frame for one in sent)
    _carry(msi, tcl)
    assert _view(tcl).reason == said
    assert _report(tcl).fields["place"] == "MSI"


async def test_a_wish_that_was_done_is_marked_no_more(pair: dict[str, House]) -> None:
    msi = pair["MSI"]
    _do(msi, "claim")
    take(msi, "CAN")
    form = {"version": "1", "why": "the officer asked", "tell": "1"}
    assert await _editing(msi).cancel(DUTY, FIRST, form) is Done.CANCELLED
    assert _row(msi) is None


def test_what_is_closed_is_not_given_back_and_can_be_opened_again(pair: dict[str, House]) -> None:
    msi = pair["MSI"]
    for deed in ("claim", "close"):
        _do(msi, deed)
    assert [_do(msi, deed) for deed in ("give back", "close", "claim")] == [Done.OVER] * 3
    assert _do(msi, "reopen") is Done.REOPENED
    assert (_report(msi).state, _report(msi).claimed_by) == ("claimed", "somchai")
    assert _do(msi, "reopen") is Done.OVER
    assert _do(msi, "give back") is Done.GIVEN_BACK
    assert _report(msi).state == "new"


def test_a_partners_closed_report_is_opened_again_as_one_in_hand(pair: dict[str, House]) -> None:
    tcl = pair["TCL"]
    _do(tcl, "declined")
    assert _do(tcl, "reopen") is Done.REOPENED
    assert (_report(tcl).state, _report(tcl).claimed_by) == ("new", "somchai")
