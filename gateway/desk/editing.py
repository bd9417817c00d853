"""What staff change in a report of ours: its fields, its grade, whether it stands, who may keep it.

Each change is the next version of the report, by the same way as an officer's AMD and CAN: what was stays in
the history, partners that had it get the new version ahead of everything, and the officer is told on request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Connection

from codes.book import Book, ReportType
from codes.encode import encode
from codes.precedence import Precedence, precedence_of
from codes.report import Report as Words
from codes.report import Value
from gateway.desk.checking import check
from gateway.desk.desk import Desk
from gateway.desk.doing import Act, Done, digest, needs_person, open_report
from gateway.desk.edit_form import GRADE, LONGEST_REASON, EditForm, EditView
from gateway.desk.grading import grade_of, halved
from gateway.desk.reading import report_for
from gateway.desk.roles import Right
from gateway.desk.timeline import AMEND, asked
from gateway.desk.values import Person, Request
from gateway.relay.reason import chosen
from gateway.relay.release import CANCELLED
from gateway.relay.versions import Change
from gateway.store import audit, feed, history, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.tables import Report

_PRECEDENCE = "precedence"


@dataclass(frozen=True, slots=True)
class Edited:
    """How an edit ended, and the form again, with all that was typed, when it was not made."""

    done: Done
    view: EditView | None = None


@dataclass(frozen=True, slots=True)
class Editing:
    """The changes that staff make at one office's desk."""

    desk: Desk

    async def view(self, who: Person, key: ReportKey, *, apply: bool = False) -> EditView | None:
        """Return the form of a report that this person may edit; None when there is none.

        With `apply` it is filled in as the report would be with what its officer asked for last.
        """
        found = await self._found(who, key)
        if found is None or not who.may(Right.EDIT) or self._kind(found) is None or not self._stands(found):
            return None
        asked, form = await self._asked(key), EditForm(self.desk, who, found)
        last = next((one for one in reversed(asked) if one.word == AMEND), None) if apply else None
        return replace(form.asked(last) if last else form.standing(), asked=asked)

    async def edit(self, who: Person, key: ReportKey, form: Mapping[str, str]) -> Edited:
        """Make what a form says the next version of a report, if the codebook takes it."""
        found = await self._found(who, key)
        done = self._unfit(who, found)
        if done is not None or found is None:
            return Edited(done or Done.UNKNOWN)
        mine = EditForm(self.desk, who, found)
        if form.get("version") != str(found.version):
            return await self._late(mine, form)
        if not form.get("why", "").strip():
            view = replace(mine.typed(form), unfounded=True, asked=await self._asked(key))
            return Edited(Done.EMPTY, view)
        wanted = mine.wanted(form)
        if dict(wanted.fields) == found.fields:
            return Edited(Done.SAME)
        checked = check(wanted, self.desk.words.book, mine.moment, form.get("sure", ""))
        if checked.report is None:
            wrong = checked.wrong(self.desk.words.book.types[found.type])
            view = replace(mine.typed(form), checked=checked, wrong=wrong, asked=await self._asked(key))
            return Edited(Done.REFUSED, view)
        values = self._values(found, checked.report, checked.canonical)
        tell = bool(form.get("tell"))
        done = await self._change(who, found, "edited", form, values, tell=tell)
        now = await self._found(who, key) if done is Done.MEANWHILE else None
        return Edited(done) if now is None else await self._late(replace(mine, found=now), form)

    async def grade(self, who: Person, key: ReportKey, form: Mapping[str, str]) -> Done:
        """Give the version of a report that the form names its source, information and handling codes."""
        found = await self._found(who, key)
        asked = (form.get(name, "") for name in ("source", "information", "handling"))
        grade, handling = grade_of(*asked), form.get("handling", "")
        if found is None or not who.may(Right.EDIT):
            return Done.UNKNOWN if found is None else Done.FORBIDDEN
        if grade is None:
            half = halved(form.get("source", ""), form.get("information", ""))
            return Done.HALF if half else Done.EMPTY
        fields = {name: value for name, value in found.fields.items() if name != GRADE}
        fields |= {GRADE: grade} if grade else {}
        if fields == found.fields and handling == found.handling:
            return Done.SAME
        values = {"fields": fields, "handling": handling, "canonical": self._canonical(found, fields)}
        done = await self._change(who, found, "graded", form, values)
        return Done.GRADED if done is Done.EDITED else done

    async def cancel(self, who: Person, key: ReportKey, form: Mapping[str, str]) -> Done:
        """Cancel the version of a report that the form names, which recalls it from every partner.

        `why` stays here; partners are told the `reason`, one of `gateway.relay.reason`.
        """
        found = await self._found(who, key)
        if found is None or not who.may(Right.EDIT):
            return Done.UNKNOWN if found is None else Done.FORBIDDEN
        if not form.get("why", "").strip():
            return Done.EMPTY
        values, tell = {"state": CANCELLED, "claimed_by": None}, bool(form.get("tell"))
        reason = chosen(form.get("reason", ""))
        done = await self._change(who, found, "cancelled", form, values, tell=tell, reason=reason)
        return Done.CANCELLED if done is Done.EDITED else done

    async def recall(self, who: Person, key: ReportKey, partner: str, why: str, reason: str = "") -> Done:
        """Take a report back from one partner; here, and with the others, it stands as it did."""

        def work(conn: Connection, act: Act) -> Done:
            found = self._ours(conn, act, Right.RELEASE)
            if isinstance(found, Done):
                return found
            if not why.strip():
                return Done.EMPTY
            if not self.desk.station.recall(
                conn, key, partner, who.role, why[:LONGEST_REASON], chosen(reason)
            ):
                return Done.NO_WAY_BACK
            audit.append(conn, act.at, who.name, f"recalled from {partner}", str(key), digest(why))
            feed.add(conn, "report", act.at, key)
            return Done.RECALLED

        return await self.desk.act(who, key, work)

    async def _found(self, who: Person, key: ReportKey) -> Report | None:
        return await self.desk.store.read(lambda conn: report_for(conn, who, key))

    async def _late(self, mine: EditForm, form: Mapping[str, str]) -> Edited:
        lines = await self.desk.store.read(lambda conn: history.of(conn, key_of(mine.found)))
        return Edited(Done.MEANWHILE, replace(mine.late(form, lines), asked=asked(lines)))

    async def _asked(self, key: ReportKey) -> tuple[Request, ...]:
        return await self.desk.store.read(lambda conn: asked(history.of(conn, key)))

    async def _change(
        self,
        who: Person,
        found: Report,
        what: str,
        form: Mapping[str, str],
        values: Mapping[str, Any],
        *,
        tell: bool = False,
        reason: str = "",
    ) -> Done:
        """Write the next version in one transaction, unless the form was filled in for an earlier one."""
        why = form.get("why", "")

        def work(conn: Connection, act: Act) -> Done:
            now = self._ours(conn, act, Right.EDIT)
            if isinstance(now, Done):
                return now
            if not form.get("version") == str(found.version) == str(now.version):
                return Done.MEANWHILE
            detail = {"by": who.name, "why": why.strip()[:LONGEST_REASON]}
            detail = {name: text for name, text in detail.items() if text}
            how = Change(who.role, act.at, what, detail, reason)
            self.desk.station.change(conn, act.key, how, values)
            if what != "graded":  # whatever its officer asked for, a person has decided
                reports.notice(conn, act.key, None)
            audit.append(conn, act.at, who.name, what, str(act.key), digest(values.get("canonical", why)))
            feed.add(conn, "report", act.at, act.key)
            if tell:
                self.desk.station.tell(conn, act.key, who.role, act.at)
            return Done.EDITED

        return await self.desk.act(who, key_of(found), work)

    def _ours(self, conn: Connection, act: Act, right: Right) -> Report | Done:
        found = open_report(conn, act, right)
        if isinstance(found, Done):
            return found
        if act.key.origin != act.office:
            return Done.NOT_OURS
        if right is Right.EDIT and needs_person(act, found):
            return Done.PERSON
        return Done.OVER if found.state == CANCELLED else found

    def _unfit(self, who: Person, found: Report | None) -> Done | None:
        """Return why an edit need not even be read."""
        if found is None or self._kind(found) is None:
            return Done.UNKNOWN
        reasons = (
            (not who.may(Right.EDIT), Done.FORBIDDEN),
            (found.origin != self.desk.office.code, Done.NOT_OURS),
            (found.state == CANCELLED, Done.OVER),
        )
        return next((done for holds, done in reasons if holds), None)

    def _stands(self, found: Report) -> bool:
        return found.origin == self.desk.office.code and found.state != CANCELLED

    def _kind(self, found: Report) -> ReportType | None:
        return self.desk.words.book.types.get(found.type)

    def _values(self, found: Report, report: Words, canonical: str) -> dict[str, Any]:
        book, place = self.desk.words.book, report.fields.get("place")
        return {
            "fields": dict(report.fields),
            "canonical": canonical,
            "edition": book.edition,
            "precedence": _urgency(found, report, book),
            "place": place if isinstance(place, str) else None,
        }

    def _canonical(self, found: Report, fields: Mapping[str, Any]) -> str:
        try:
            return encode(Words(found.type, cast("Mapping[str, Value]", fields)), self.desk.words.book)
        except (KeyError, ValueError, IndexError, TypeError):
            return found.canonical


def _urgency(found: Report, report: Words, book: Book) -> int:
    """Return how urgent an edited report is: as it was, unless its precedence is what was edited.

    A missed check-in and a call for help are more urgent than their fields say, and stay so until a person
    states otherwise.
    """
    stated, filed = report.fields.get(_PRECEDENCE), Words(found.type, found.fields)
    raised = found.precedence < precedence_of(filed, book)
    if stated == found.fields.get(_PRECEDENCE) or (raised and not stated):
        return found.precedence
    return (Precedence.FLASH if report.type == "SOS" else precedence_of(report, book)).value
