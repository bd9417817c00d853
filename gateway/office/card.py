"""An office's card: what it hands to a partner so that each knows the other's keys and door."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from pydantic import Base64Bytes, BaseModel

from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import OfficeCode


@dataclass(frozen=True, slots=True)
class Card:
    """The public half of an office: its code, its two keys, and the certificate its door shows.

    `before` are keys that it signed by once and still stands by.
    """

    code: str
    name: str
    sign: Ed25519PublicKey
    seal: X25519PublicKey
    certificate: str
    before: tuple[Ed25519PublicKey, ...] = ()

    @property
    def signs(self) -> tuple[Ed25519PublicKey, ...]:
        """The keys that what this office signed is known by, the newest first."""
        return self.sign, *self.before


def own(code: str, name: str, held: keys.Keys) -> Card:
    """Return the card of the office that holds `held`."""
    certificate = held.tls_certificate.read_text()
    return Card(code, name, held.sign.public_key(), held.seal.public_key(), certificate, held.signed_before)


def write(card: Card, file: Path) -> None:
    """Write a card as TOML."""
    before = [keys.text(key.public_bytes_raw()) for key in card.before]
    rows = (
        f"# The card of {card.name}: public keys only; hand it over in person.",
        f'code = "{card.code}"',
        f'name = "{card.name}"',
        f'sign = "{keys.text(card.sign.public_bytes_raw())}"',
        *([f"before = {json.dumps(before)}"] if before else []),
        f'seal = "{keys.text(card.seal.public_bytes_raw())}"',
        f'certificate = """\n{card.certificate}"""',
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")


def read(file: Path) -> Card:
    """Read a card; ConfigError says what is wrong with it."""
    try:
        found = _Written.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        x509.load_pem_x509_certificate(found.certificate.encode())
        return Card(
            found.code,
            found.name,
            Ed25519PublicKey.from_public_bytes(found.sign),
            X25519PublicKey.from_public_bytes(found.seal),
            found.certificate,
            tuple(Ed25519PublicKey.from_public_bytes(key) for key in found.before),
        )
    except OSError as error:
        raise ConfigError(f"the card {file} cannot be read ({error.strerror})") from error
    except ValueError as error:  # TOML's, pydantic's and the keys' errors are all ValueErrors
        raise ConfigError(f"the card {file} is damaged; ask that office for its card again") from error


class _Written(BaseModel):
    """A card as the file has it; keys in base64."""

    code: OfficeCode
    name: str
    sign: Base64Bytes
    seal: Base64Bytes
    certificate: str
    before: tuple[Base64Bytes, ...] = ()
