"""Recovery keys: backups are sealed to them, and the secret half never stays on the office's machine.

Whoever holds a secret half reads every backup sealed to it. To make old backups unreadable for good, a new
key is made, a backup is taken, and the old secret is burnt, the office's and the hub's.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from gateway.errors import BackupError
from gateway.office import files, keys
from gateway.office.config import Config

NAME = "recovery.pub"
ADVICE = (
    "the recovery key is in {file}: print it, keep the print in a sealed envelope away from this machine, "
    "in the commander's safe, and delete the file; it reads every backup of this office"
)


def make(secret: Path, public: Path) -> None:
    """Write a new secret half, and its public half in the place of the one that stands there."""
    made = X25519PrivateKey.generate()
    try:
        files.write(secret, (keys.text(made.private_bytes_raw()) + "\n").encode())
    except OSError as error:
        raise BackupError(
            f"The key {secret} cannot be made: {error.strerror}. Nothing was changed; name another file."
        ) from error
    files.replace(public, (keys.text(made.public_key().public_bytes_raw()) + "\n").encode())


def readers(config: Config, also: tuple[Path, ...] = ()) -> list[X25519PublicKey]:
    """Return the public halves that this office's backups are sealed to: its own, the hub's, and `also`."""
    own = config.path(config.keys) / NAME
    found = [own] if own.exists() else []
    found += [config.path(one) for one in config.backup.keys]
    return [X25519PublicKey.from_public_bytes(keys.recovery(one)) for one in (*found, *also)]
