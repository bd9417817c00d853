"""The life of sheets under any order of codes, replays, failures and revokings, against a model of it."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gateway.senders.standing import WINDOW, together
from gateway.store import sheets
from tests.gateway.offices import OFFICER, START, text
from tests.gateway.senders.place import COLLEAGUES_NUMBER, STRANGER, found_post, kept, sheet, take

SIZE = 20
ROWS = st.integers(1, SIZE)


class Sheets(RuleBasedStateMachine):
    """A row is open, spent or too far ahead; what a message is graded follows from that and its number."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.post = found_post(Path(self.folder.name))
        self.next, self.revoked, self.sent, self.wrong = 1, False, 0, 0

    def teardown(self) -> None:
        self.post.house.store.close()
        self.folder.cleanup()

    @rule(row=ROWS, sender=st.sampled_from([OFFICER, COLLEAGUES_NUMBER, STRANGER]), forced=st.booleans())
    def send(self, row: int, sender: str, forced: bool) -> None:
        found = self.post.own[row - 1]
        grade = self._say(found.duress if forced else found.send, sender)
        assert grade == self._graded(row, sender)
        if grade in "AB":
            self.next = row + 1
        self.wrong += sender == OFFICER and grade == "C" and not self.revoked

    @rule(figures=st.integers(40000000, 99999999), sender=st.sampled_from([OFFICER, STRANGER]))
    def guess(self, figures: int, sender: str) -> None:
        if str(figures) in {
            code for row in (*self.post.own, *self.post.others) for code in (row.send, row.duress)
        }:
            return
        assert self._say(str(figures), sender) == ("C" if sender == OFFICER else "D")
        self.wrong += sender == OFFICER and not self.revoked

    @precondition(lambda self: not self.revoked)
    @rule()
    def revoke(self) -> None:
        self.post.house.store.write_now(lambda conn: sheets.revoke(conn, 1, START))
        self.revoked = True

    @invariant()
    def the_sheet_is_where_the_model_says(self) -> None:
        found = sheet(self.post.house)
        assert (found.next_row, found.wrong) == (self.next, self.wrong)
        assert sheet(self.post.house, 2).next_row == 1

    def _say(self, code: str, sender: str) -> str:
        self.sent += 1
        take(self.post.house, text(f"NIL MSI {code}", sender=sender, key=str(self.sent)))
        return kept(self.post.house)[0].provenance

    def _graded(self, row: int, sender: str) -> str:
        if self.revoked or row < self.next:
            return "X"
        if row < self.next + WINDOW:
            return "A" if sender == OFFICER else "B"
        return "D" if sender == STRANGER else "C"


TestSheets = Sheets.TestCase
TestSheets.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)


@pytest.mark.parametrize(
    ("message", "about", "grade"),
    [("C", "A", "A"), ("D", "B", "B"), ("A", "C", "A"), ("X", "A", "X"), ("C", "X", "X"), ("C", "C", "C")],
)
def test_a_question_and_its_answer_prove_what_the_better_of_them_does(
    message: str, about: str, grade: str
) -> None:
    assert together(message, about) == grade
