"""The console's TLS while it runs: one context, whose certificate is renewed without a restart."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Connection, func, select

from gateway.board.board import Board, Level
from gateway.clock import Clock
from gateway.desk.machine import Certificate
from gateway.errors import ConfigError
from gateway.looking import look_for_ever
from gateway.office.config import Config
from gateway.store import audit
from gateway.store.columns import UtcTime, table
from gateway.store.store import Store
from gateway.store.tables import Audit
from gateway.tls import issue, kept
from gateway.tls.kept import Certificates
from hardware.sentence import Sentence

_log = structlog.get_logger()
_AUDIT: Final = table(Audit)
_NOTICE: Final = "console names"
_YOUNGEST: Final = datetime(2026, 1, 1, tzinfo=UTC)  # it cannot be earlier: this program is younger
_EVERY_S: Final = 3600.0


def context() -> ssl.SSLContext:
    """Return a server's context: TLS 1.2 and 1.3, forward secrecy, a ticket so that coming back is cheap."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    made.options |= ssl.OP_NO_RENEGOTIATION
    made.num_tickets = 1
    return made


def best_guess(conn: Connection, now: datetime) -> datetime:
    """Return what time it is at least: a board without a battery says 1970, the record knows better."""
    newest = conn.execute(select(func.max(_AUDIT.c.at, type_=UtcTime()))).scalar_one()
    return max(now, newest or _YOUNGEST, _YOUNGEST)


class ConsoleTls:
    """Certificates of one office's console, and the context that serves them."""

    def __init__(self, config: Config, store: Store, clock: Clock, board: Board) -> None:
        self.context = context()
        self._config, self._store, self._clock, self._board = config, store, clock, board
        self._served = b""
        self._unsaid = False  # whether a new certificate is not on record yet
        self._held = self._look(store.read_now(lambda conn: best_guess(conn, clock.now())))

    def served(self, *_: object) -> ssl.SSLContext:
        """Return the context, as uvicorn asks for one."""
        return self.context

    def state(self) -> Certificate:
        """Return what people see of it: how long it holds, and the root's fingerprint to compare."""
        root = self._held.root.certificate
        return Certificate(
            until=self._held.leaf.certificate.not_valid_after_utc,
            root=issue.fingerprint(root),
            file=issue.public(root),
            names=tuple(sorted(issue.within(root))),
        )

    async def run(self) -> None:
        """Look until cancelled."""
        await look_for_ever(self.look, _EVERY_S, "the console's certificate was not looked at")

    async def look(self) -> None:
        """Renew the certificate if it is time; new connections are served the new one at once."""
        now = await self._store.read(lambda conn: best_guess(conn, self._clock.now()))
        try:
            self._held = self._look(now)
        except (OSError, ConfigError) as error:
            _log.warning("the console's certificate could not be renewed", why=str(error))
            return
        if self._unsaid:
            at, until = self._clock.now(), f"{self._held.leaf.certificate.not_valid_after_utc:%Y-%m-%d}"
            await self._store.write(
                lambda conn: audit.append(conn, at, "station", "renewed the certificate", f"until {until}")
            )
            self._unsaid = False

    def _look(self, now: datetime) -> Certificates:
        folder = self._config.path(self._config.keys)
        held = kept.ready(folder, self._config.office.code, self._config.console.called(), now)
        if (pem := held.leaf.pem()) != self._served:
            self.context.load_cert_chain(Path(folder, kept.LEAF))
            self._served = pem
        self._unsaid |= held.made_leaf
        self._say(held.left_out)
        return held

    def _say(self, left_out: tuple[str, ...]) -> None:
        if not left_out:
            self._board.clear(_NOTICE)
            return
        names = ", ".join(left_out)
        self._board.post(
            _NOTICE,
            Level.WARNING,
            Sentence(
                "PCs that call the console {names} do not trust it: its root was made before that name. The "
                "engineer makes a new one with `patrolwire tls new` and carries it to every PC.",
                names=names,
            ),
        )
