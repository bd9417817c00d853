"""PDUs as modems print and take them: bytes to values and back (3GPP TS 23.040, TS 27.005)."""

from hardware.gsm.pdu.address import decode_address, decode_smsc, encode_address, encode_smsc
from hardware.gsm.pdu.cursor import Cursor, UnreadableError
from hardware.gsm.pdu.timestamp import LENGTH, decode_timestamp, encode_timestamp
from hardware.gsm.pdu.tpdu import Deliver, StatusReport, Submit, Unreadable
from hardware.gsm.pdu.userdata import decode_dcs, decode_user_data, encode_user_data
from hardware.gsm.pdu.validity import decode_validity, encode_validity

_DELIVER, _SUBMIT, _STATUS_REPORT, _RESERVED = range(4)  # TP-MTI; SUBMIT-REPORT and COMMAND share numbers
_NO_MORE = 0x04  # TP-MMS is set when nothing more waits
_REJECT_DUPLICATES = 0x04
_STATUS = 0x20  # TP-SRI, TP-SRR, TP-SRQ
_HEADER = 0x40  # TP-UDHI
_REPLY_PATH = 0x80


def decode_from_network(raw: bytes) -> Deliver | StatusReport | Unreadable:
    """Read what CMGL, CMGR, +CMT and +CDS print in PDU mode, the service centre first.

    A reserved TP-MTI is read as a DELIVER (9.2.3.1).
    """
    cursor = Cursor(raw)
    try:
        smsc = decode_smsc(cursor)
        first = cursor.octet("mti")
        match first & 3:
            case 1:
                cursor.refuse("mti", "a SUBMIT: our own message, stored on the SIM", back=1)
            case 2:
                return _status_report(cursor, smsc, first)
            case _:
                return _deliver(cursor, smsc, first)
    except UnreadableError as unreadable:
        return unreadable.why


def decode_from_phone(raw: bytes) -> Submit | Unreadable:
    """Read what AT+CMGS is given, the service centre first (mostly 00: the SIM's own)."""
    cursor = Cursor(raw)
    try:
        smsc = decode_smsc(cursor)
        first = cursor.octet("mti")
        if first & 3 != _SUBMIT:
            cursor.refuse("mti", "no SUBMIT, and a phone sends nothing else this way", back=1)
        return _submit(cursor, smsc, first)
    except UnreadableError as unreadable:
        return unreadable.why


def _deliver(cursor: Cursor, smsc: str, first: int) -> Deliver:
    sender = decode_address(cursor, "sender")
    pid, dcs = cursor.octet("pid"), decode_dcs(cursor)
    scts = decode_timestamp(cursor.take("scts", LENGTH))
    return Deliver(
        smsc=smsc,
        sender=sender,
        pid=pid,
        dcs=dcs,
        scts=scts,
        more=not first & _NO_MORE,
        receipt_asked=bool(first & _STATUS),
        reply_path=bool(first & _REPLY_PATH),
        **decode_user_data(cursor, dcs, has_header=bool(first & _HEADER)),
    )


def _submit(cursor: Cursor, smsc: str, first: int) -> Submit:
    reference = cursor.octet("reference")
    to = decode_address(cursor, "to")
    pid, dcs = cursor.octet("pid"), decode_dcs(cursor)
    validity = decode_validity(cursor, first >> 3 & 3)
    return Submit(
        smsc=smsc,
        reference=reference,
        to=to,
        pid=pid,
        dcs=dcs,
        validity=validity,
        receipt_wanted=bool(first & _STATUS),
        reject_duplicates=bool(first & _REJECT_DUPLICATES),
        reply_path=bool(first & _REPLY_PATH),
        **decode_user_data(cursor, dcs, has_header=bool(first & _HEADER)),
    )


def _status_report(cursor: Cursor, smsc: str, first: int) -> StatusReport:
    """Read up to TP-ST; what may follow says nothing that we use."""
    return StatusReport(
        smsc=smsc,
        reference=cursor.octet("reference"),
        recipient=decode_address(cursor, "recipient"),
        scts=decode_timestamp(cursor.take("scts", LENGTH)),
        discharged=decode_timestamp(cursor.take("discharged", LENGTH)),
        status=cursor.octet("status"),
        more=not first & _NO_MORE,
        for_command=bool(first & _STATUS),
    )


def encode_deliver(deliver: Deliver) -> bytes:
    """Write a DELIVER as a network does; ValueError for a field that the PDU cannot carry."""
    has_header, user_data = encode_user_data(deliver)
    first = (
        _DELIVER
        | (0 if deliver.more else _NO_MORE)
        | (_STATUS if deliver.receipt_asked else 0)
        | (_HEADER if has_header else 0)
        | (_REPLY_PATH if deliver.reply_path else 0)
    )
    return b"".join(
        (
            encode_smsc(deliver.smsc),
            bytes([first]),
            encode_address(deliver.sender),
            bytes([deliver.pid, deliver.dcs]),
            encode_timestamp(deliver.scts),
            user_data,
        )
    )


def encode_submit(submit: Submit) -> bytes:
    """Write a SUBMIT as AT+CMGS takes it; ValueError for a field that the PDU cannot carry."""
    has_header, user_data = encode_user_data(submit)
    form, validity = encode_validity(submit.validity)
    first = (
        _SUBMIT
        | (_REJECT_DUPLICATES if submit.reject_duplicates else 0)
        | form << 3
        | (_STATUS if submit.receipt_wanted else 0)
        | (_HEADER if has_header else 0)
        | (_REPLY_PATH if submit.reply_path else 0)
    )
    return b"".join(
        (
            encode_smsc(submit.smsc),
            bytes([first, submit.reference]),
            encode_address(submit.to),
            bytes([submit.pid, submit.dcs]),
            validity,
            user_data,
        )
    )


def encode_status_report(report: StatusReport) -> bytes:
    """Write a STATUS-REPORT as a network does; ValueError for a field that the PDU cannot carry."""
    first = _STATUS_REPORT | (0 if report.more else _NO_MORE) | (_STATUS if report.for_command else 0)
    return b"".join(
        (
            encode_smsc(report.smsc),
            bytes([first, report.reference]),
            encode_address(report.recipient),
            encode_timestamp(report.scts),
            encode_timestamp(report.discharged),
            bytes([report.status]),
        )
    )
