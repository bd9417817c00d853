"""Making a store of a backup, on either engine, that gives no number twice and sends nothing blindly."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DataError, DBAPIError

from gateway.backup import sealed
from gateway.backup.backup import Taken, unpack
from gateway.errors import BackupError
from gateway.senders.standing import WINDOW
from gateway.store import audit, counters, dump, erase, heads, logs, notices, sheets, worded
from gateway.store.columns import table
from gateway.store.database import Database
from gateway.store.dump import Rows
from gateway.store.erase import What
from gateway.store.faults import store_error
from gateway.store.keys import HIGHEST
from gateway.store.migrate import upgrade_on
from gateway.store.patience import take_time
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Session
from gateway.store.use import Use
from hardware.failpoint import reach
from hardware.sentence import Sentence

_DELIVERY = table(Delivery)
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_LAST = datetime(2080, 1, 1, tzinfo=UTC)  # its seconds leave room below HIGHEST for restores by chance
_CHANCE = 1 << 20
_TOO_MUCH = (
    "The backup holds a number or a text that this database cannot keep; nothing was restored. Restore it "
    "into a file, sqlite:///PATH"
)
_SPARE, _LONGEST = 1000, timedelta(days=365)
_MANY = 64  # restores of one backup by a clock that tells nothing: chance keeps their references apart
_OPEN = (DeliveryState.QUEUED, DeliveryState.SUBMITTED)


def restore(
    file: Path,
    secret: X25519PrivateKey,
    database: Database,
    now: datetime,
    erased: Sequence[What] = (),
    *,
    beyond: int = 0,
) -> Taken:
    """Fill a new store with a backup, bring it to the newest schema, and begin a new epoch.

    The epoch is `beyond` any that this office is known to have begun.

    All or nothing: one transaction. What was `erased` since is erased again. BackupError when the store is
    not empty, the key does not fit, or the record in the backup is broken; StoreLostError or StoreFullError
    when the store is at fault. A file that was begun for it is then taken away again.
    """
    with database.made():
        return _restore(file, secret, database, now, erased, beyond)


def _restore(
    file: Path,
    secret: X25519PrivateKey,
    database: Database,
    now: datetime,
    erased: Sequence[What],
    beyond: int,
) -> Taken:
    engine = database.engine(Use.MIGRATE)
    try:
        with file.open("rb") as source, engine.connect() as conn, conn.begin():
            take_time(conn)
            taken, parts = unpack(sealed.read(source, secret)[1])
            _fill(conn, taken, parts)
            upgrade_on(conn)
            _check(conn, taken)
            counters.reach_to(conn, "epoch", beyond)
            _settle(conn, taken, now)
            worded.catch_up(conn)  # of batches that had just come when the backup was taken
            _erase(conn, erased, now)
            reach("restore-filled")
        reach("restore-committed")
    except OSError as error:
        raise BackupError(f"The backup cannot be read: {error.strerror}. Nothing was restored.") from error
    except DataError as error:
        raise BackupError(_TOO_MUCH) from error
    except DBAPIError as error:
        raise store_error(error, database.path) or error from error
    finally:
        engine.dispose()
    return taken


def _fill(conn: Connection, taken: Taken, parts: Iterator[Rows]) -> None:
    upgrade_on(conn, taken.schema)
    if any(dump.counts(conn).values()) or dump.schema(conn) != taken.schema:
        raise BackupError("There is a store at this address already; restore into a new one.")
    dump.into(conn, parts)
    if dump.counts(conn) != taken.rows:
        raise BackupError("The backup does not hold what it says; nothing was restored.")


def _check(conn: Connection, taken: Taken) -> None:
    broken = audit.verify(conn, [(taken.audit_seq, taken.audit_hash)])
    if broken is not None:
        raise BackupError(f"The record in this backup is broken: {broken.sentence} Nothing was restored.")


def _settle(conn: Connection, taken: Taken, now: datetime) -> None:
    """Begin an epoch, send nothing again that may have gone out since, and let everybody sign in again.

    What waits for a partner is held until the relay has asked it what it has (gateway/relay/restored.py).
    """
    epoch = _epoch(conn, taken, now)
    counters.begin_epoch(conn, epoch)
    counters.take(conn, "report", _skipped(taken, now))
    sheets.doubt(conn, WINDOW)
    heads.forget_told(conn)
    logs.hold_back(conn, now)
    doubtful = update(_DELIVERY).where(_DELIVERY.c.state.in_(_OPEN))
    conn.execute(doubtful.values(state=DeliveryState.UNKNOWN, changed_at=now, leased_until=None))
    conn.execute(delete(table(Session)))
    told = Sentence("Restored from the backup of {at}. What came later is asked of partners.", at=taken.at)
    notices.post(conn, "restored", now, "warning", told)
    audit.append(conn, now, "station", "restored", f"epoch {epoch}", taken.audit_hash)


def _erase(conn: Connection, erased: Sequence[What], now: datetime) -> None:
    rows = sum(erase.erase(conn, part) for what in erased for part in erase.parts(what))
    if rows:
        audit.append(conn, now, "station", "erased again", f"{rows} rows")


def _skipped(taken: Taken, now: datetime) -> int:
    """Return how many reports may have been filed since the backup: officers have read their references.

    That is two a minute: what was filed between two restores of one backup counts, too.
    """
    if now <= taken.at:
        return _SPARE * (1 + secrets.randbelow(_MANY))
    return _SPARE + 2 * (min(now - taken.at, _LONGEST) // timedelta(minutes=1))


def _epoch(conn: Connection, taken: Taken, now: datetime) -> int:
    """Return the second of this restore, counted from 2020, so that no two restores share their numbers.

    A clock that is behind the backup, behind its epoch or far ahead says nothing; then chance keeps two
    restores apart.
    """
    after, told = counters.epoch(conn) + 1, int((now - _FIRST).total_seconds())
    epoch = told if taken.at < now < _LAST and told >= after else after + secrets.randbelow(_CHANCE)
    if epoch > HIGHEST and conn.dialect.name == "postgresql":
        raise BackupError(_TOO_MUCH)
    return epoch
