"""What a partner gives back of this office's own log: believed by our own signature, and taken in once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gateway.errors import EnvelopeError
from gateway.kit import Kit
from gateway.relay import restored, retaking
from gateway.relay.asking import BackBody
from gateway.relay.body import Body, ReportBody, decode, kind_of
from gateway.relay.bundle import Item, unpack
from gateway.relay.envelope import Proof, proved
from gateway.relay.retaking import Taken
from gateway.store import asked, audit, envelopes
from gateway.store.keys import EnvelopeKey
from gateway.store.states import EnvelopeState


@dataclass
class _Found:
    """What one part holds, read: envelopes of ours with their bodies, and how many cannot be believed."""

    opened: list[tuple[Item, Body]] = field(default_factory=list[tuple[Item, Body]])
    doubtful: int = 0


def take(conn: Connection, kit: Kit, partner: str, back: BackBody, now: datetime) -> None:
    """Take in one part; with the last, what waited for this partner goes on, and it is asked for its own."""
    row = asked.get(conn, partner)
    if row is None or row.epoch != back.epoch or row.done_at is not None:
        return
    found = _read(kit, partner, back.proved)
    did = [retaking.take(conn, kit, partner, body, now) for body in _fresh(conn, kit, partner, found, now)]
    asked.note(
        conn,
        partner,
        parts=back.parts,
        came=row.came + 1,
        reports=row.reports + did.count(Taken.REPORT),
        versions=row.versions + did.count(Taken.VERSION),
        doubtful=row.doubtful + found.doubtful,
        unread=back.unread,
    )
    digest = hashlib.sha256(b"".join(proof.signed for proof in back.proved)).digest()
    audit.append(conn, now, partner, "given back", f"{len(found.opened)} envelopes", digest)
    if row.came + 1 >= back.parts:
        restored.finish(conn, kit, partner, now)
    restored.tell(conn, now)


def _read(kit: Kit, partner: str, proofs: Sequence[Proof]) -> _Found:
    found, mine = _Found(), kit.keys.signs
    for proof in proofs:
        try:
            header, data = proved(proof, mine)
            if (header.origin, header.to) != (kit.code, partner):
                found.doubtful += 1
                continue
            items = unpack(data) or (Item(header.epoch, header.seq, header.precedence, data),)
        except EnvelopeError:
            found.doubtful += 1
            continue
        for item in items:
            _open(found, item)
    return found


def _open(found: _Found, item: Item) -> None:
    try:
        item.check()
        found.opened.append((item, decode(item.body)))
    except EnvelopeError:
        found.doubtful += 1


def _fresh(conn: Connection, kit: Kit, partner: str, found: _Found, now: datetime) -> list[ReportBody]:
    """Put envelopes into our log as stored there; return the reports of those that it did not have."""
    rows = [_row(kit, partner, item, body, now) for item, body in found.opened]
    fresh = envelopes.put_all(conn, rows)
    new = [body for (_, body), is_new in zip(found.opened, fresh, strict=True) if is_new]
    return sorted((body for body in new if isinstance(body, ReportBody)), key=lambda body: body.version)


def _row(kit: Kit, partner: str, item: Item, body: Body, now: datetime) -> dict[str, Any]:
    about = body.key if isinstance(body, ReportBody) else None
    return {
        **EnvelopeKey(kit.code, item.epoch, item.seq).values(),
        "partner": partner,
        "kind": kind_of(body),
        "precedence": item.precedence,
        "frame": item.body,
        "state": EnvelopeState.STORED.value,
        "at": now,
        "changed_at": now,
        "report_origin": about.origin if about else None,
        "report_epoch": about.epoch if about else None,
        "report_seq": about.seq if about else None,
    }
