"""Files that staff lay beside a report: checked, kept in the encrypted store, opened on the record.

They are local: no envelope has a place for them, so a partner never gets one.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.desk.desk import Desk
from gateway.desk.doing import Act, Done, open_report
from gateway.desk.photos import clean_name, is_located, kind_of
from gateway.desk.reading import report_for
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.store import attachments, audit, feed, history
from gateway.store.keys import ReportKey

LARGEST = 4 << 20
MOST, MOST_BYTES = 20, 20 << 20
"""Of one report."""
_LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brings it: whatever name he gives it, and what he says of it."""

    name: str
    data: bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it is handed out."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Attaching:
    """The files beside the reports of one office's desk."""

    desk: Desk

    async def add(self, who: Person, key: ReportKey, brought: Brought) -> Done:
        """Keep a JPEG, PNG or PDF beside a report; nothing else, and not too much of it."""

        def work(conn: Connection, act: Act) -> Done:
            report = open_report(conn, act, Right.EDIT)
            return report if isinstance(report, Done) else _keep(conn, act, brought)

        return await self.desk.act(who, key, work)

    async def open(self, who: Person, key: ReportKey, number: int) -> Opened | None:
        """Return a file of a report that this person may see; each opening is in the audit."""
        at = self.desk.clock.now()

        def work(conn: Connection) -> Opened | None:
            if not who.may(Right.READ) or report_for(conn, who, key) is None:
                return None
            found = attachments.get(conn, key, number)
            data = attachments.data(conn, number) if found else b""
            if found is None or not data:
                return None
            audit.append(conn, at, who.name, f"opened attachment {number}", str(key), found.digest)
            return Opened(found.name, found.kind, data)

        return await self.desk.store.write(work)


def _keep(conn: Connection, act: Act, brought: Brought) -> Done:
    kind = kind_of(brought.data)
    if kind is None:
        return Done.NO_PHOTO
    count, size = attachments.size(conn, act.key)
    if count >= MOST or size + len(brought.data) > MOST_BYTES or len(brought.data) > LARGEST:
        return Done.TOO_MUCH
    name, digest = clean_name(brought.name, kind), hashlib.sha256(brought.data).digest()
    note, by = brought.note.strip()[:_LONGEST_NOTE], act.who.name
    facts = {"kind": kind, "digest": digest, "located": is_located(brought.data)}
    attachments.add(conn, act.key, brought.data, name=name, note=note, by=by, at=act.at, **facts)
    detail = {"by": by, "name": name} | ({"text": note} if note else {})
    history.note(conn, act.key, act.at, act.who.role, "attached", detail)
    audit.append(conn, act.at, by, "attached", str(act.key), digest)
    feed.add(conn, "report", act.at, act.key)
    return Done.ATTACHED
