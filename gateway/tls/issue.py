"""Certificates of one office (RFC 5280): a root that may speak for the console's names alone, and theirs.

Both begin in 1970: a beginning protects nothing, and a PC or a board without a battery wakes up there.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGINS: Final = datetime(1970, 1, 1, tzinfo=UTC)
ENDS: Final = datetime(2100, 1, 1, tzinfo=UTC)  # of the root: nobody would carry a new one around in time
_SERVER: Final = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
_PEM: Final = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate with the key to it."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """Return both as one file holds them, so that no power cut can part them."""
        bare = serialization.NoEncryption()
        key = self.key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, bare)
        return key + self.certificate.public_bytes(_PEM)


def read(pem: bytes) -> Held:
    """Read what `Held.pem` gave; ValueError or TypeError when it is anything else."""
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError("the key is of another kind")
    return Held(key, x509.load_pem_x509_certificate(pem))


def make_root(office: str, names: Iterable[str]) -> Held:
    """Make a root that is believed for these host names and addresses, for servers, and for nothing else."""
    key = generate_private_key(SECP256R1())
    subject = _named(f"Patrolwire {office} console root")
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    within = x509.NameConstraints([_subtree(name) for name in names], None)
    made = _begun(subject, subject, key, ENDS).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    made = made.add_extension(usage, critical=True).add_extension(_SERVER, critical=False)
    made = made.add_extension(within, critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return Held(key, made.sign(key, hashes.SHA256()))


def make_leaf(root: Held, names: Iterable[str], until: datetime) -> Held:
    """Make the console's own certificate, signed by the root."""
    key = generate_private_key(SECP256R1())
    called = x509.SubjectAlternativeName([_called(name) for name in names])
    made = _begun(_named("Patrolwire console"), root.certificate.subject, key, until)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(_SERVER, critical=False).add_extension(called, critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    made = made.add_extension(issuer, critical=False)
    return Held(key, made.sign(root.key, hashes.SHA256()))


def names_of(leaf: x509.Certificate) -> frozenset[str]:
    """Return the host names and addresses of a certificate of ours."""
    found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return frozenset(str(one.value) for one in found)


def within(root: x509.Certificate) -> frozenset[str]:
    """Return the host names and addresses that a root of ours may speak for."""
    found = root.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    return frozenset(str(one.value).partition("/")[0] for one in found)


def signed(root: Held, leaf: x509.Certificate) -> bool:
    """Say whether a certificate is of this root."""
    try:
        leaf.verify_directly_issued_by(root.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint, in groups of four signs, for people to compare."""
    text = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def public(certificate: x509.Certificate) -> bytes:
    """Return a certificate as a file that browsers and systems take in (PEM)."""
    return certificate.public_bytes(_PEM)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    number = x509.random_serial_number()
    return x509.CertificateBuilder(issuer, subject, key.public_key(), number, BEGINS, until)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _called(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _subtree(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_network(name))
    except ValueError:
        return x509.DNSName(name)
