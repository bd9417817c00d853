"""Who sent a message, by its number and by the code at its end, which is spent in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from codes.onetime import cut
from gateway.incoming import Incoming, Proof
from gateway.kit import Kit
from gateway.office.config import Officer
from gateway.senders.standing import Held, Match, Standing, find, grade
from gateway.store import dialogues, sheets
from gateway.store.tables import Sheet
from hardware.sentence import NOTHING, Sentence

_DOUBTED = Sentence("its code may have been used before the station was restored, so it proves nothing yet")
_SPENT = Sentence("its code was used before: it was sent again, or by somebody who read it")
_REVOKED = Sentence("its code is of a sheet that was revoked")
_AHEAD = Sentence("its code stands more than ten rows further down the sheet, so it proves nothing")
_NOTES = {
    Standing.DOUBTED: _DOUBTED,
    Standing.SPENT: _SPENT,
    Standing.REVOKED: _REVOKED,
    Standing.AHEAD: _AHEAD,
}
_WRONG = "{code} at its end is on no row of the sender's sheet: set aside, not read"
_BORROWED = Sentence("its code is another officer's than the number's")
_UNKNOWN = Sentence("a code that is good, from a number that is not known")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A code to judge: who the number belongs to, and the sheets there are."""

    code: str
    holder: Officer | None
    held: tuple[Held, ...]

    @property
    def name(self) -> str:
        return self.holder.name if self.holder else ""

    @property
    def expected(self) -> bool:
        """Say whether the number's officer has a sheet, so that a code is what his texts end with."""
        return any(one.officer == self.name and not one.ended for one in self.held)


def by_number(kit: Kit, incoming: Incoming) -> Proof:
    """Return what the number alone says."""
    holder = kit.roster.find(incoming.sender)
    return Proof(holder, "C" if holder else "D", incoming.text)


def prove(conn: Connection, kit: Kit, incoming: Incoming) -> Proof:
    """Judge a whole message and spend its code; if the caller's transaction rolls back, it is not spent.

    Without a sheet nothing is cut off a text, unless it is the code of somebody's.
    """
    number, (text, code) = by_number(kit, incoming), cut(incoming.text)
    doubts = sheets.doubts(conn) if code else {}
    held = tuple(_held(kit, one, doubts) for one in sheets.everyone(conn)) if code else ()
    if not held:
        return _known_by_dialogue(conn, kit, incoming, number)
    number = replace(number, officer=_holder(kit, incoming, code, held) or number.officer)
    asked = _Asked(code, number.officer, held)
    match = find(code, held, asked.name)
    if match is None and not asked.expected:
        found = _known_by_dialogue(conn, kit, incoming, number)
        return replace(found, standing=Standing.WRONG.value)
    return _judged(conn, kit, replace(number, text=text), asked, _spent(conn, match, asked.name))


def _holder(kit: Kit, incoming: Incoming, code: str, held: tuple[Held, ...]) -> Officer | None:
    """Return which of those who share a phone has this code on his sheet; None when nobody does."""
    sharing = kit.roster.holders(incoming.sender)
    found = {one.name: find(code, held, one.name) for one in sharing} if len(sharing) > 1 else {}
    return next((one for one in sharing if (m := found.get(one.name)) and m.sheet.officer == one.name), None)


def _held(kit: Kit, sheet: Sheet, doubts: Mapping[int, int]) -> Held:
    ended = sheet.revoked_at is not None or kit.roster.named(sheet.officer) is None
    doubted = doubts.get(sheet.id, 0)
    return Held(sheet.id, sheet.officer, sheet.secret, sheet.size, sheet.next_row, ended, doubted)


def _spent(conn: Connection, match: Match | None, officer: str) -> Match | None:
    """Spend an open row; when another worker was quicker, it is as spent as any other.

    `officer` is the number's: only by his own number does a row in doubt move his sheet on.
    """
    if match is None or match.standing not in (Standing.OPEN, Standing.DOUBTED):
        return match
    if match.standing is Standing.DOUBTED and match.sheet.officer != officer:
        return match
    if sheets.spend(conn, match.sheet.id, match.row):
        return match
    return replace(match, sheet=replace(match.sheet, next_row=match.row + 1))


def _judged(conn: Connection, kit: Kit, number: Proof, asked: _Asked, match: Match | None) -> Proof:
    standing = match.standing if match else Standing.WRONG
    if standing in (Standing.WRONG, Standing.AHEAD):
        sheets.count_wrong(conn, asked.name)
    good = match is not None and standing is Standing.OPEN
    return replace(
        number,
        officer=kit.roster.named(match.sheet.officer) if match and good else number.officer,
        grade=grade(match, asked.name),
        note=_note(asked, match, standing),
        expect=match.expect if match and good else "",
        standing=standing.value,
        sheet=match.sheet.id if match else None,
        row=match.row if match else None,
        owner=match.sheet.officer if match else "",
        duress=bool(match and match.duress),
    )


def _note(asked: _Asked, match: Match | None, standing: Standing) -> Sentence:
    if match is None or standing is not Standing.OPEN:
        return _NOTES.get(standing) or Sentence(_WRONG, code=asked.code)
    if match.sheet.officer == asked.name:
        return NOTHING
    return _BORROWED if asked.holder else _UNKNOWN


def _known_by_dialogue(conn: Connection, kit: Kit, incoming: Incoming, number: Proof) -> Proof:
    """Know a stranger again who answers our question: his code came with the message we asked about."""
    if number.officer:
        return number
    row = dialogues.get(conn, incoming.sender.kind.value, incoming.sender.value)
    use = sheets.use_of(conn, row.message_id) if row else None
    known = (
        use is not None and use.standing == Standing.OPEN and row and row.expires_at > incoming.received_at
    )
    return replace(number, officer=kit.roster.named(use.officer or "")) if use and known else number
