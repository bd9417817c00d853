"""The form in which staff change a report: as it stands, as it was typed, or with another's change in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from zoneinfo import ZoneInfo

from codes.book import ReportType
from codes.context import Context
from codes.report import Outcome, Value
from codes.report import Report as Words
from codes.talk.amend import amend
from gateway.desk import inputs
from gateway.desk.checking import Checked, moment
from gateway.desk.desk import Desk
from gateway.desk.inputs import Line
from gateway.desk.meanwhile import both, fields_at
from gateway.desk.rows import row_of
from gateway.desk.values import Person, Request, Row
from gateway.store.tables import History, Report

GRADE = "grade"
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class EditView:
    """The form of one report: as it stands, or as somebody typed it and was refused.

    `asked` is what its officer asks for; `unread` says that it should be in the form, and could not be.
    `unfounded` says that no reason was given.
    `late` says that somebody changed it meanwhile, and `theirs` what then stood where both changed a field.
    """

    row: Row
    version: int
    lines: tuple[Line, ...]
    why: str = ""
    tell: bool = True
    checked: Checked = field(default_factory=lambda: Checked(None))
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    asked: tuple[Request, ...] = ()
    unread: bool = False
    unfounded: bool = False
    late: bool = False
    theirs: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class EditForm:
    """The form of one report for one of the staff, whose edition knows its type."""

    desk: Desk
    who: Person
    found: Report

    def standing(self) -> EditView:
        """Return the form filled in as the report stands."""
        return self._view(self._as_typed(self.found.fields))

    def asked(self, wanted: Request) -> EditView:
        """Return the form filled in as the report would be with what its officer asks for."""
        stands = Words(self.found.type, cast("Mapping[str, Value]", self.found.fields))
        new = amend(stands, wanted.words, self.desk.words.book, self.moment)
        why = wanted.text[:LONGEST_REASON]
        if new.report is None or new.outcome is Outcome.UNREADABLE:
            return replace(self.standing(), why=why, unread=True)
        return replace(self._view(self._as_typed(new.report.fields)), why=why)

    def typed(self, form: Mapping[str, str]) -> EditView:
        """Return the form as somebody filled it in."""
        return replace(self._view(form), why=form.get("why", ""), tell=bool(form.get("tell")))

    def late(self, form: Mapping[str, str], lines: Sequence[History]) -> EditView:
        """Return the form as somebody filled it in, with what another changed since, told by the history."""
        before = fields_at(form.get("version", ""), self.found, lines)
        laid = both(before, self.wanted(form).fields, self.found.fields)
        said = self.desk.words.slots(self.found.type, self.found.fields, self.who.language)
        theirs = {**dict.fromkeys(laid.contested, ""), **{name: value for name, _, value in said}}
        own = {name: form[name] for name in ("why", "tell") if name in form}
        view = self.typed(self._as_typed(laid.fields) | own)
        return replace(view, late=True, theirs={name: theirs[name] for name in laid.contested})

    def wanted(self, form: Mapping[str, str]) -> Words:
        """Return the report that a form says; its grade, which the form does not ask for, stays."""
        kept = {GRADE: self.found.fields[GRADE]} if GRADE in self.found.fields else {}
        fields = inputs.fields(self._kind, form, self._zone, self.desk.words.book.places)
        return Words(self.found.type, {**fields, **kept})

    @property
    def moment(self) -> Context:
        """The moment of the report, which its times are read by."""
        return moment(self.desk.office, self.who.language, self.found.sent_at, self.found.received_at)

    @property
    def _kind(self) -> ReportType:
        return self.desk.words.book.types[self.found.type]

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.office.zone)

    def _as_typed(self, fields: Mapping[str, Value]) -> dict[str, str]:
        return inputs.typed(self._kind, fields, self._zone)

    def _view(self, typed: Mapping[str, str]) -> EditView:
        lines = inputs.lines(self._kind, typed, self.desk.words.book, self.who.language)
        return EditView(row_of(self.found, [], self.desk.naming(self.who)), self.found.version, lines)
