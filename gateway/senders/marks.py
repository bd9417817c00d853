"""What staff must know of a report's sender, written into its history: a bad code, a borrowed one, none."""

from sqlalchemy import Connection

from gateway.incoming import Read
from gateway.kit import Kit
from gateway.store import history
from gateway.store.keys import ReportKey
from gateway.store.sentences import kept
from hardware.sentence import Sentence, in_one

ALL = "ALL"
MISSING = Sentence("it came without a good code, which this office asks for")


def mark(conn: Connection, kit: Kit, read: Read, kind: str, key: ReportKey) -> None:
    """Mark a new report of type `kind`; it is filed whatever its sender proved."""
    required = {ALL, kind} & set(kit.config.sheet.required)
    missing = MISSING if required and read.proof.grade not in "AB" else ""
    note = in_one(read.proof.note, missing)
    if note:
        history.note(conn, key, read.incoming.received_at, "station", "sender", {"note": kept(note)})
