"""What must hold of an office: after each start, and at the end when all is quiet."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Connection, select

from gateway.kit import Kit
from gateway.office.config import Partner
from gateway.relay.allow import allowed
from gateway.store import audit
from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.tables import Envelope, Segment
from tests.simulation.held import Held, Row
from tests.simulation.home import Home
from tests.simulation.machine import numbers, told
from tests.simulation.officers import Crowd, Sending
from tests.simulation.sim_card import Taken
from tests.simulation.staff import Staff

_ENDED = ("wired", "delivered", "unknown", "failed", "expired", "cancelled")
_TAKEN = ("wired", "delivered")
SAME_S = 1800.0  # the same words of the same officer within so long are the same report
Name = tuple[str, int, int]
RULED = (("DRG", "WLD", "CFT"), "SEIZED")


class Office(NamedTuple):
    """All that is known of one office: what it is, who texts it, who works in it."""

    home: Home
    crowd: Crowd
    staff: Staff


def acknowledged(conn: Connection, home: Home) -> Iterator[str]:
    """Say what the network was told is kept, and is not there."""
    kept = {bytes(raw) for raw in conn.execute(select(table(Segment).c.raw)).scalars()}
    kept |= home.machine.gone.raws
    lost = [entry.id for entry in home.card.deleted if entry.hearing.raw not in kept]
    if lost:
        yield f"{len(lost)} texts that were deleted from the SIM are not in the store, first {lost[0]}"
    broken = audit.verify(conn, [home.head] if home.head else ())
    if broken is not None:
        yield f"the record is broken: {broken.sentence}"


def promised(conn: Connection, partner: str) -> set[tuple[str, int, int]]:
    """Return the envelopes that `partner` said it had stored."""
    c = table(Envelope).c
    query = select(c.origin, c.epoch, c.seq).where(c.partner == partner, c.state == "stored")
    return {(row[0], row[1], row[2]) for row in conn.execute(query)}


def received(conn: Connection, origin: str) -> set[tuple[str, int, int]]:
    c = table(Envelope).c
    query = select(c.origin, c.epoch, c.seq).where(c.origin == origin, c.state == "received")
    return {(row[0], row[1], row[2]) for row in conn.execute(query)}


def texts(office: Office, held: Held) -> Iterator[str]:
    """Every text is one message, and every clean one a report of its own."""
    card = office.home.card
    if card.waiting or card.stored:
        yield f"{len(card.waiting) + len(card.stored)} texts never left the SIM"
    filed: dict[ReportKey, list[Sending]] = {}
    gone = office.home.machine.gone.raws
    for sending in (one for one in office.crowd.sendings if gone.isdisjoint(one.raws)):
        found = {row["message_id"] for raw in sending.raws for row in held.heard.get(raw, ())}
        if len(found) != 1 or None in found:
            are = sorted(map(str, found))
            yield f"text {sending.id} ({sending.kind}) of {office.home.code} is the messages {are}"
        elif sending.kind == "clean":
            yield from _clean(sending, held, held.messages[found.pop()], filed)
    for key, made in filed.items():
        for one, other in pairwise(made):
            distress = one.text.startswith("SOS")  # one incident a sender, until somebody took it in hand
            if not distress and (one.text != other.text or other.at - one.at > SAME_S):
                late = f"{other.at - one.at:.0f} s after another"
                yield f"report {key} swallowed text {other.id} ({other.text!r}), {late}"


def _clean(
    sending: Sending, held: Held, message: Row, filed: dict[ReportKey, list[Sending]]
) -> Iterator[str]:
    if message["origin"] is None:
        became = f"{message['outcome']!r} {message['note']!r}"
        yield f"text {sending.id} ({sending.text!r}) became no report but {became}"
        return
    key = ReportKey(message["origin"], message["epoch"], message["seq"])
    filed.setdefault(key, []).append(sending)
    if key not in held.reports:
        yield f"text {sending.id} points to the report {key}, which is not there"
    if f"reply-{message['id']}" not in held.deliveries:
        yield f"text {sending.id} was never answered"


def replies(office: Office, held: Held) -> Iterator[str]:
    """Each text to an officer came to an end, and what is said of it is true."""
    gone: dict[str, list[Taken]] = {}
    for taken in office.home.card.taken:
        gone.setdefault(taken.tag, []).append(taken)
    for tag, row in held.deliveries.items():
        had = gone.get(tag, [])
        if row["state"] not in _ENDED:
            yield f"the text {tag} is still {row['state']}"
        if (row["state"] in _TAKEN and not had) or (row["state"] == "cancelled" and had):
            yield f"the text {tag} is {row['state']}, and the network had it {len(had)} times"
        if any(one.text != row["text"] for one in had):
            yield f"the text {tag} went out in other words"
    for tag, had in gone.items():
        yield from _once(tag, had, known=tag in held.deliveries)


def _once(tag: str, had: list[Taken], *, known: bool) -> Iterator[str]:
    """Say where promise 1 was not kept: a crash may double a reply, once, and nothing else may."""
    if not known:
        yield f"the network had the text {tag}, and the store does not know it"
    if len(had) > 2 or len({one.life for one in had}) != len(had):
        yield f"the text {tag} went out {len(had)} times, in {len({one.life for one in had})} lives"


def crossed(office: Office, held: Held, there: dict[str, Held], kit: Kit) -> Iterator[str]:
    """Each report is where it must be, in its latest version and state, and nowhere else."""
    code = office.home.code
    for key, row in held.reports.items():
        if key.origin != code:
            continue
        for partner in kit.config.partner:
            passage = held.passages.get((key, partner.code))
            goes = key not in office.home.machine.gone.reports and _goes(row, partner, kit)
            if (goes or (key, partner.code) in office.staff.released) and passage is None:
                yield f"{key} was never put on its way to {partner.code}"
            other = there[partner.code].reports.get(key)
            if passage is None and other is not None:
                yield f"{key} is at {partner.code}, and nobody sent it there"
            if passage is not None:
                yield from _arrived(key, row, passage, other, partner)


def kept(office: Office, held: Held, there: dict[str, Held]) -> Iterator[str]:
    """Say what another office has of ours and we have not."""
    code = office.home.code
    for other, has in there.items():
        for key in has.reports:
            if key.origin == code and key not in held.reports:
                yield f"{key} is at {other}, and not at home any more"


def _goes(row: Row, partner: Partner, kit: Kit) -> bool:
    """Say by the rules as they are written down in promise 5, not by the code that applies them."""
    if row["provenance"] == "D":
        return False
    if partner.role == "hub":
        return True
    if row["version"] > 1 or partner.role != "pair" or kit.book.types[row["type"]].held:
        return False
    types, action = RULED
    return row["type"] in types and row["fields"].get("action") == action and "text" not in row["fields"]


def _arrived(key: ReportKey, row: Row, passage: Row, other: Row | None, partner: Partner) -> Iterator[str]:
    if passage["state"] in ("queued", "sent"):
        yield f"{key} is only {passage['state']} at {partner.code}"
    if other is None:
        yield f"{key} is not at {partner.code}"
        return
    if other["version"] != row["version"] or (row["state"] == "cancelled") != (other["state"] == "cancelled"):
        here, far = (row["version"], row["state"]), (other["version"], other["state"])
        yield f"{key} is {here} at home and {far} at {partner.code}"
    if row["state"] != "cancelled" and other["fields"] != allowed(row["fields"], partner):
        yield f"{key} says something else at {partner.code}"


def exchanged(office: Office, held: Held, there: dict[str, Held]) -> Iterator[str]:
    """Each envelope of ours came to its end, and what is called stored is stored."""
    for name, row in held.envelopes.items():
        if name[0] != office.home.code:
            continue
        if row["state"] not in ("stored", "cancelled"):
            yield f"the envelope {name} to {row['partner']} is {row['state']}"
        if row["state"] == "stored" and not _there(name, row, held, there[row["partner"]]):
            yield f"the envelope {name} is called stored, and {row['partner']} does not have it"


def _there(name: Name, row: Row, held: Held, there: Held) -> bool:
    """Say whether a partner has an envelope, or what came after it about the same report.

    A partner that was restored is not sent again what it was given back, nor what was superseded.
    """
    if name in there.envelopes or row["kind"] == "back":
        return True
    about = ("partner", "report_origin", "report_epoch", "report_seq")
    same = [n for n, o in held.envelopes.items() if all(o[column] == row[column] for column in about)]
    return row["report_seq"] is not None and any(n in there.envelopes for n in same if n[1:] > name[1:])


def restored(office: Office, held: Held) -> Iterator[str]:
    machine = office.home.machine
    yield from numbers(machine.gone, held, office.home.code)
    yield from told(machine.restores, held)


def record(office: Office, held: Held) -> Iterator[str]:
    if held.broken is not None:
        yield f"the record of {office.home.code} is broken at {held.broken}"


Check = Callable[[Office, Held], Iterator[str]]
ALONE: tuple[Check, ...] = (texts, replies, record, restored)
