"""What SMS PDUs carry: DELIVER, SUBMIT, STATUS-REPORT, or why nothing could be read (3GPP TS 23.040)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hardware.bearer import Address, Fate, Part
from hardware.gsm.pdu import status as tp_st
from hardware.gsm.pdu.dcs import MessageClass, coding_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The user data header (9.2.3.24): what it says of the text that follows.

    `ports` are (destination, source). `locking_shift` and `single_shift` are national language
    identifiers of TS 23.038, 0 for the default alphabet. `wide_ref` tells a 16-bit reference from
    an 8-bit one. `others` keeps every other element as (identifier, content).
    """

    part: Part | None = None
    ports: tuple[int, int] | None = None
    wide_ref: bool = False
    locking_shift: int = 0
    single_shift: int = 0
    others: tuple[tuple[int, bytes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Header):
    """What DELIVER and SUBMIT share: exactly one of `text` and `data` is set, as `dcs` says.

    `codes` is the text before it became characters (one septet an octet, or UTF-16); only reading sets
    it, so that `join` can mend a character that was torn between two segments. `octets` is what `codes` or
    `data` was on the air, and only reading sets it too: TP-UD behind its header, packed as it came.
    """

    pid: int = 0
    dcs: int = 0
    text: str | None = None
    data: bytes | None = None
    reply_path: bool = False
    codes: bytes = field(default=b"", repr=False, compare=False)
    octets: bytes = field(default=b"", repr=False, compare=False)

    @property
    def message_class(self) -> MessageClass | None:
        """Where the message wants to go; FLASH is class 0, which a modem hands over and does not keep."""
        return coding_of(self.dcs).message_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Segment):
    """SMS-DELIVER (9.2.2.1), network to us; `scts` is None when its digits are no date."""

    smsc: str = ""
    sender: Address
    scts: datetime | None = None
    more: bool = False  # TP-MMS: the network holds more for us
    receipt_asked: bool = False  # TP-SRI: the sender asked its network for a status report


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Segment):
    """SMS-SUBMIT (9.2.2.2), us to the network; `validity` is relative, absolute, or left to the network."""

    smsc: str = ""
    reference: int = 0  # TP-MR; most modems put their own in its place
    to: Address
    validity: timedelta | datetime | None = None
    receipt_wanted: bool = False  # TP-SRR
    reject_duplicates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """SMS-STATUS-REPORT (9.2.2.3): what became of the segment that was sent as `reference` to `recipient`."""

    smsc: str = ""
    reference: int
    recipient: Address
    scts: datetime | None = None
    discharged: datetime | None = None
    status: int  # TP-ST
    more: bool = False
    for_command: bool = False  # TP-SRQ: it answers an SMS-COMMAND, not a SUBMIT

    @property
    def fate(self) -> Fate:
        return tp_st.fate_of(self.status)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a PDU could not be read: the field, its offset in octets from the first given, and the cause."""

    field: str
    offset: int
    cause: str
