"""Turns a PDU that a modem handed over into a hearing, whatever its bytes are."""

import hashlib
from dataclasses import replace
from typing import Final

from hardware.bearer import Address, AddressKind, Hearing, Receipt
from hardware.gsm.pdu import Deliver, StatusReport, Unreadable, decode_from_network

NOBODY: Final = Address(AddressKind.UNKNOWN, "")
_MORE_TO_COME: Final = 0x04  # TP-MMS: may differ when the network sends the same message again
_TAIL: Final = 8  # digits that +66812345678 and 0812345678 have in common


def reference_for(mr: int | None, recipient: Address) -> str:
    """Name a segment we sent, so that its status report finds it: TP-MR and a digest of the recipient.

    TP-MR alone comes round after 256 segments; with the recipient it names the wrong segment only if 256
    others went out between two to the same person. None is a TP-MR that the modem did not tell. The
    digest keeps numbers out of logs; it is of the last 8 digits, since a network may write a number in
    another form than we did.
    """
    digits = "".join(char for char in recipient.value if char.isdigit())[-_TAIL:]
    return f"{'?' if mr is None else mr}-{hashlib.sha256(digits.encode()).hexdigest()[:8]}"


def hearing_of(pdu: str) -> Hearing:
    """Read a PDU in hex, the service centre first; what cannot be read has a problem instead of a text."""
    try:
        raw = bytes.fromhex(pdu)
    except ValueError:
        raw = pdu.encode("latin-1", "replace")
        return Hearing(_key(raw, NOBODY, ""), raw, NOBODY, problem="The modem printed no PDU.")
    match decode_from_network(raw):
        case Deliver() as deliver:
            return _delivered(raw, deliver)
        case StatusReport() as report:
            return _reported(raw, report)
        case Unreadable(field, offset, cause):
            problem = f"The PDU cannot be read: {cause} (field {field}, octet {offset})."
            return Hearing(_key(raw, NOBODY, ""), raw, NOBODY, problem=problem)


def _delivered(raw: bytes, deliver: Deliver) -> Hearing:
    return Hearing(
        key=_key(raw, deliver.sender, str(deliver.scts)),
        raw=raw,
        sender=deliver.sender,
        sent_at=deliver.scts,
        text=deliver.text,
        data=deliver.data,
        part=deliver.part and replace(deliver.part, wide=deliver.wide_ref),
        ports=deliver.ports,
    )


def _reported(raw: bytes, report: StatusReport) -> Hearing:
    return Hearing(
        key=_key(raw, report.recipient, str(report.scts)),
        raw=raw,
        sender=report.recipient,
        sent_at=report.discharged,
        receipt=Receipt(reference_for(report.reference, report.recipient), report.fate, report.scts),
    )


def _key(raw: bytes, sender: Address, scts: str) -> bytes:
    """Hash sender, TP-SCTS and TPDU; neither the service centre nor TP-MMS, which a redelivery may change."""
    begin = 1 + raw[0] if raw else 0
    tpdu = bytearray(raw[begin:] or raw)
    if tpdu:
        tpdu[0] |= _MORE_TO_COME
    head = f"{sender.kind}\0{sender.value}\0{scts}\0".encode("utf-8", "replace")
    return hashlib.sha256(head + tpdu).digest()
