"""One database behind one DSN: `sqlite:///path` for an office, `postgresql://...` for several machines."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.exc import ArgumentError

from gateway.errors import ConfigError
from gateway.store import present
from gateway.store.hints import Listener, Teller
from gateway.store.postgres import open_postgres
from gateway.store.sqlite import open_sqlite, relieve, scrub
from gateway.store.use import Use
from gateway.store.wake import Wake


@dataclass(frozen=True, slots=True)
class Database:
    """Where the store stands; neither the key nor a password shows in a log or a traceback.

    A PostgreSQL address may name several hosts, `?host=one&host=two&target_session_attrs=read-write`: the
    connection then follows the primary. Encryption at rest is there the disk's matter, not the key's.
    """

    dsn: str = field(repr=False)
    key: bytes | None = field(default=None, repr=False)

    @property
    def path(self) -> Path | None:
        """The file, when it is one."""
        url = self._url()
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

    def engine(self, use: Use) -> Engine:
        """Return an engine of one connection that writes, or of a few that cannot."""
        if self.path is not None:
            return open_sqlite(self.path, self.key, use)
        if self._url().get_backend_name() == "postgresql":
            return open_postgres(self._url(), use)
        raise ConfigError(
            "The store's address begins with neither sqlite:/// nor postgresql://; nothing was opened."
        )

    def check(self) -> None:
        """Raise StoreLostError where it is a file, and the file is missing or empty."""
        if self.path is not None:
            present.check(self.path)

    @contextmanager
    def made(self) -> Generator[None]:
        """Make the file first, where it is one; if what is done with it fails, take a new one away again."""
        new = self.path if self.path is not None and present.create(self.path, self.key) else None
        try:
            yield
        except BaseException:
            if new is not None:
                present.discard(new)
            raise

    def scrub(self) -> None:
        """Leave nothing of overwritten rows where the engine keeps them."""
        if self.path is not None:
            scrub(self.path, self.key)
            return
        engine = self.engine(Use.MIGRATE)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                conn.execute(text("VACUUM"))
        finally:
            engine.dispose()

    def relieve(self) -> bool:
        """Make room on a full disk, where the engine can; say whether it did."""
        return self.path is not None and relieve(self.path, self.key)

    def listener(self, wake: Wake) -> Listener | None:
        """Begin to listen to the other processes, where there is a server that tells them apart."""
        if self.path is not None:
            return None
        return Listener(self._conninfo(), wake)

    def teller(self) -> Teller | None:
        """Begin to tell the other processes, where there are any."""
        return Teller(self._conninfo()) if self.path is None else None

    def _conninfo(self) -> str:
        return self._url().set(drivername="postgresql").render_as_string(hide_password=False)

    def _url(self) -> URL:
        try:
            return make_url(self.dsn)
        except ArgumentError:
            raise ConfigError(
                "The store's address cannot be read; write sqlite:///path/to/store.db"
            ) from None
