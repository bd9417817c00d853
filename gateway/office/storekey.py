r"""The key of the store: where it lies, under which passphrase, and its change for another one.

It is 32 random bytes in a file of its own (0600), or in the credential of that name that systemd hands over
($CREDENTIALS_DIRECTORY). A locked file holds it under a passphrase that somebody types at each start:

    "PWLOCK1\n" || CBOR [salt, passes, KiB, lanes, nonce, AES-256-GCM(Argon2id(passphrase), key)]

A change is written beside the file before the database is touched, so that whenever the power goes, one of
the two keys opens it; whoever reads the key next finds out which, and finishes.
"""

import getpass
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cbor2
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.errors import ConfigError, StoreLostError
from gateway.office import files
from gateway.store import present, sqlite
from hardware.failpoint import reach

Ask = Callable[[], str]
_MAGIC = b"PWLOCK1\n"
_PASSES, _KIB, _LANES = 3, 1 << 16, 4
_NONCE = 12


def read(file: Path, ask: Ask | None = None) -> bytes:
    """Return the key; ConfigError when it is missing, open to others, or its passphrase is wrong."""
    ask = cache(ask or _prompt)  # asked once, however many files it opens
    handed = handed_over(file)
    if handed is not None:
        return _opened(handed, ask)
    files.check(file)
    pending = _pending(file)
    if pending.exists():
        _finish(file, pending, ask)
    return _opened(file.read_bytes(), ask)


def handed_over(file: Path) -> bytes | None:
    """Return the credential of the file's name, if systemd hands one over."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder, file.name) if folder else None
    return credential.read_bytes() if credential is not None and credential.is_file() else None


def locked(file: Path) -> bool:
    """Return whether the file opens only with a passphrase."""
    return file.read_bytes().startswith(_MAGIC)


def lock(file: Path, passphrase: str) -> None:
    """Put the key under a passphrase; the key itself stays what it is."""
    files.replace(file, _locked(read(file), passphrase))


def unlock(file: Path, ask: Ask | None = None) -> None:
    """Take the passphrase away: the file alone opens the store again."""
    files.replace(file, read(file, ask))


def rotate(file: Path, database: Path, ask: Ask | None = None) -> None:
    """Encrypt the database anew under a fresh key; nobody else may have it open.

    StoreLostError when somebody has, or when the database is not there to be encrypted: then its key is the
    only one it will ever open with. ConfigError when the key is not this program's to change.
    """
    if handed_over(file) is not None:
        raise ConfigError("the store's key comes from systemd; take the credential away to rotate it")
    ask = cache(ask or _prompt)
    old, new = read(file, ask), os.urandom(32)
    if not _opens(database, old):
        raise StoreLostError(f"{database} does not open with the key {file}; nothing was changed.")
    material = _locked(new, ask()) if locked(file) else new
    pending = _pending(file)
    files.replace(pending, cbor2.dumps([str(database), material]))
    reach("rotate-pending")
    sqlite.rekey(database, old, new)
    reach("rotate-rekeyed")
    if not _opens(database, new):
        raise StoreLostError(f"{database} does not open with its new key; both keys stay beside each other.")
    files.replace(file, material)
    reach("rotate-named")
    files.remove(pending)


def _finish(file: Path, pending: Path, ask: Ask) -> None:
    """Put the new key in place if the database is under it already; the old one is tried first.

    The pending file stays where the old key still opens, since somebody may be at work at this moment, and
    where the database is away, for then nobody knows which of the two it is under. One that
    holds nothing but zeros was being wiped when the power went, which comes last of all.
    """
    content = pending.read_bytes()
    if not any(content):
        pending.unlink(missing_ok=True)
        return
    database, material = cbor2.loads(content)
    path = Path(database)
    if not present.there(path) or sqlite.opens(path, _opened(file.read_bytes(), ask)):
        return
    if sqlite.opens(path, _opened(material, ask)):
        files.replace(file, material)
        files.remove(pending)


def _opens(database: Path, key: bytes) -> bool:
    present.check(database)  # an empty one would open with any key
    return sqlite.opens(database, key)


def _opened(content: bytes, ask: Ask) -> bytes:
    if not content.startswith(_MAGIC):
        return content
    salt, passes, kib, lanes, nonce, sealed = cbor2.loads(content[len(_MAGIC) :])
    try:
        return AESGCM(_stretched(ask(), salt, passes, kib, lanes)).decrypt(nonce, sealed, _MAGIC)
    except InvalidTag:
        raise ConfigError("this is not the passphrase of the store's key; nothing was opened") from None


def _locked(key: bytes, passphrase: str) -> bytes:
    salt, nonce = os.urandom(16), os.urandom(_NONCE)
    sealed = AESGCM(_stretched(passphrase, salt, _PASSES, _KIB, _LANES)).encrypt(nonce, key, _MAGIC)
    return _MAGIC + cbor2.dumps([salt, _PASSES, _KIB, _LANES, nonce, sealed])


def _stretched(passphrase: str, salt: bytes, passes: int, kib: int, lanes: int) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, passes, kib, lanes, 32, Type.ID)


def _pending(file: Path) -> Path:
    return file.with_name(file.name + ".new")


def _prompt() -> str:
    if not sys.stdin.isatty():
        raise ConfigError("the store's key is locked with a passphrase, and nobody is here to type it")
    return getpass.getpass("Passphrase of the store's key: ")
