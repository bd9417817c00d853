"""The office's own keys: one to sign, one to be sealed to, one for TLS, one for the store; 0600 each."""

import base64
import ipaddress
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.x509.oid import NameOID

from gateway.errors import ConfigError
from gateway.office import files, storekey

# The certificate is pinned, so its dates protect nothing, and a board without a battery wakes in 1970.
_FROM, _UNTIL = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_RECOVERY_BYTES = 32
NEXT = ".next"  # of a key that partners are told of, and nothing is signed by yet
K = TypeVar("K", Ed25519PrivateKey, X25519PrivateKey)
_NAMES = ("sign.key", "seal.key", "store.key", "tls.key", "tls.crt")


@dataclass(frozen=True, slots=True)
class Keys:
    """What an office holds in secret, with the files TLS is served from.

    A key that was changed stays beside the new one, as `sign.key.1` and the like, for as long as what was
    signed by it is to be believed, or what was sealed to it opened. So does one that comes next.
    """

    sign: Ed25519PrivateKey
    seal: X25519PrivateKey
    tls_key: Path
    tls_certificate: Path
    signed_before: tuple[Ed25519PublicKey, ...] = ()
    sealed_before: tuple[X25519PrivateKey, ...] = ()

    @property
    def signs(self) -> tuple[Ed25519PublicKey, ...]:
        """The keys by which this office's own are known, the newest first."""
        return self.sign.public_key(), *self.signed_before

    @property
    def opens(self) -> tuple[X25519PrivateKey, ...]:
        """The keys that open what was sealed to this office, the newest first."""
        return self.seal, *self.sealed_before


def make(folder: Path, office: str) -> None:
    """Make a whole set of keys in `folder`, which is made too; no file that stands there is overwritten."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write(folder / "sign.key", Ed25519PrivateKey.generate().private_bytes_raw())
    files.write(folder / "seal.key", X25519PrivateKey.generate().private_bytes_raw())
    files.write(folder / "store.key", os.urandom(32))
    key = generate_private_key(SECP256R1())
    pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"patrolwire {office}")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), _FROM, _UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    files.write(folder / "tls.key", key.private_bytes(pem, kind, serialization.NoEncryption()))
    files.write(folder / "tls.crt", certificate.public_bytes(pem))


def load(folder: Path) -> Keys:
    """Read the set of keys in `folder`; ConfigError says which is missing or open to others."""
    for name in _NAMES:
        files.check(folder / name)
    return Keys(
        _private(Ed25519PrivateKey, folder / "sign.key"),
        _private(X25519PrivateKey, folder / "seal.key"),
        folder / "tls.key",
        folder / "tls.crt",
        tuple(_private(Ed25519PrivateKey, other).public_key() for other in _beside(folder / "sign.key")),
        tuple(_private(X25519PrivateKey, other) for other in _beside(folder / "seal.key")),
    )


def coming(folder: Path) -> Keys:
    """Read the set as it will be once the next keys are in use."""
    held = load(folder)
    sign = _private(Ed25519PrivateKey, folder / f"sign.key{NEXT}")
    seal = _private(X25519PrivateKey, folder / f"seal.key{NEXT}")
    signs = tuple(one for one in held.signs if one != sign.public_key())
    return replace(held, sign=sign, seal=seal, signed_before=signs, sealed_before=held.opens)


def _beside(file: Path) -> Iterator[Path]:
    for other in sorted(file.parent.glob(f"{file.name}.*")):
        if other.suffix == NEXT or other.suffix[1:].isdecimal():
            files.check(other)
            yield other


def _private(kind: type[K], file: Path) -> K:
    try:
        return kind.from_private_bytes(file.read_bytes())
    except ValueError as error:
        raise ConfigError(
            f"the key {file} is damaged; put it back from your copy of the keys folder"
        ) from error


def store_key(file: Path) -> bytes:
    """Read the key of the store, wherever it lies; ConfigError says why it cannot be had."""
    return storekey.read(file)


def recovery(file: Path) -> bytes:
    """Read a recovery key, either half: 32 bytes in base64; ConfigError when it is none."""
    try:
        raw = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
    except OSError as error:
        raise ConfigError(
            f"the recovery key {file} cannot be read ({error.strerror}); nothing was done, look at its path"
        ) from error
    except ValueError:
        raw = b""
    if len(raw) != _RECOVERY_BYTES:
        raise ConfigError(
            f"{file} is no recovery key, and nothing was done; `patrolwire backup --new-key` makes one"
        )
    return raw


def text(raw: bytes) -> str:
    """Return key bytes as cards and config files carry them."""
    return base64.b64encode(raw).decode()
