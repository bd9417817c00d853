"""A PostgreSQL cluster of our own, reached through a socket file: no port, no password, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

_BIN = "/usr/lib/postgresql/15/bin"


@dataclass(frozen=True, slots=True)
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

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(30)


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


def start(folder: Path, *, fsync: bool = False, **more: str) -> Cluster:
    """Start the server and wait until it answers; `more` are settings of its own."""
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "60"}
    settings |= {"fsync": "on" if fsync else "off", "logging_collector": "off"}
    settings |= more
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = as_postgres(program("postgres"), "-D", str(folder / "data"), *options)
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
    ready = [program("pg_isready"), "-q", "-h", str(folder)]
    for _ in range(600):
        if subprocess.run(ready, check=False).returncode == 0:
            return Cluster(folder, server)
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text())


def remove(folder: Path) -> None:
    shutil.rmtree(folder)
