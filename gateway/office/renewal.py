"""New keys to sign by and to be sealed to, in two steps: partners have the new card before it is needed.

A partner refuses for good what no key on its card has signed. So the next keys are made first, and stand on
a card beside those in use; only when every partner has it, the office signs by them. Old keys are kept.
"""

from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.errors import ConfigError
from gateway.office import files, keys

_KINDS = {"sign.key": Ed25519PrivateKey, "seal.key": X25519PrivateKey}


def prepare(folder: Path) -> keys.Keys:
    """Make the next keys, unless they are there already; return the set as it will be, for the new card."""
    for name, kind in _KINDS.items():
        coming = folder / (name + keys.NEXT)
        if not coming.exists():
            files.replace(coming, kind.generate().private_bytes_raw())
    return keys.coming(folder)


def finish(folder: Path) -> None:
    """Put the next keys in use, and keep the old ones; after a power cut it goes on where it was."""
    waiting = [folder / name for name in _KINDS if (folder / (name + keys.NEXT)).exists()]
    if not waiting:
        raise ConfigError(
            "there are no next keys and nothing was changed; `patrolwire keys renew` makes them"
        )
    for file in waiting:
        files.succeed(file, file.with_name(file.name + keys.NEXT), _kept(file))


def _kept(file: Path) -> Path:
    """Return the first free place for an old key, or that which it has got already."""
    places = (file.with_name(f"{file.name}.{number}") for number in count(1))
    return next(one for one in places if not one.exists() or one.samefile(file))
