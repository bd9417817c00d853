"""A PostgreSQL cluster of our own, reached through a socket file: no port, no password, gone afterwards."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

_BIN = "/usr/lib/postgresql/15/bin"


@dataclass(slots=True)
class Cluster:
    """One running server; its data stand in `folder`."""

    folder: Path
    server: "subprocess.Popen[bytes]"

    def dsn(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, sql: str, database: str = "postgres") -> None:
        """Run one statement outside a transaction."""
        engine = create_engine(self.dsn(database).replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text(sql))
        engine.dispose()

    def crash(self) -> None:
        """Kill every process of the server at once, as a power cut would."""
        postmaster = self._postmaster()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (postmaster, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait(30)

    def restart(self) -> None:
        """Start it again after a crash, with its commits forced to the disk."""
        self.server = _run(self.folder, fsync=True)

    def stop(self) -> None:
        """End it, whoever is still connected."""
        if self.server.poll() is None:
            os.kill(self._postmaster(), signal.SIGINT)
        self.server.wait(30)

    def _postmaster(self) -> int:
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, on the PATH or where Debian puts them."""
    return shutil.which(name) or f"{_BIN}/{name}"


def installed() -> bool:
    """Say whether there is a PostgreSQL to start."""
    return Path(program("initdb")).exists()


def as_postgres(*command: str) -> list[str]:
    """Return a command that does not run as root, which PostgreSQL refuses."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


def create() -> Path:
    """Make an empty cluster in a folder that its server may reach."""
    folder = Path(tempfile.mkdtemp(prefix="pw-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    init = as_postgres(program("initdb"), "-D", str(folder / "data"), "-U", "postgres")
    locale = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    subprocess.run([*init, *locale], check=True, stdout=subprocess.DEVNULL, cwd="/")
    return folder


def start(folder: Path, *, fsync: bool = False) -> Cluster:
    """Start the server that was made in `folder`, and wait until it answers."""
    return Cluster(folder, _run(folder, fsync=fsync))


def _run(folder: Path, *, fsync: bool) -> "subprocess.Popen[bytes]":
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "60"}
    settings |= {"fsync": "on" if fsync else "off", "logging_collector": "off"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = as_postgres(program("postgres"), "-D", str(folder / "data"), *options)
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
    ready = [program("pg_isready"), "-q", "-h", str(folder)]
    for _ in range(600):
        if subprocess.run(ready, check=False).returncode == 0:
            return server
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text())


def copy(primary: Cluster) -> Path:
    """Make a standby of a running server, in a folder of its own; it follows once it is started."""
    folder = Path(tempfile.mkdtemp(prefix="pw-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    source = f"host={primary.folder} user=postgres application_name=standby"
    base = as_postgres(program("pg_basebackup"), "-D", str(folder / "data"), "-R", "-c", "fast", "-d", source)
    subprocess.run(base, check=True, cwd="/")
    return folder


def remove(folder: Path) -> None:
    shutil.rmtree(folder)
