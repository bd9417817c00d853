"""Values of every kind that a PDU can carry, and PDUs damaged on the way."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

from hypothesis import strategies as st

from hardware.bearer import Address, AddressKind, Part
from hardware.gsm.pdu import Deliver, StatusReport, Submit
from hardware.gsm.pdu.tables.locking import LOCKING
from hardware.gsm.pdu.tables.single import SINGLE
from hardware.gsm.pdu.validity import exact

OCTET = st.integers(0, 255)
DEFAULT = "".join(LOCKING[0]).replace("\x1b", "") + "".join(SINGLE[0].values())
GSM7_DCS = st.sampled_from([0x00, 0x01, 0x0C, 0x10, 0x13, 0x40, 0x90, 0xC8, 0xD3, 0xF0, 0xF2])
DATA_DCS = st.sampled_from([0x04, 0x15, 0x44, 0xF4, 0xF7])
UCS2_DCS = st.sampled_from([0x08, 0x18, 0x48, 0xE0, 0xEF])

numbers = st.from_regex(r"\A\+?[0-9*#abc]{1,20}\Z").map(partial(Address, AddressKind.NUMBER))
names = (
    st.text(LOCKING[0].replace("\x1b", ""), min_size=1, max_size=11)
    .filter(lambda name: not (len(name) == 8 and name.endswith("@")))  # reads as padding: see address.py
    .map(partial(Address, AddressKind.ALPHANUMERIC))
)
addresses = numbers | names | st.just(Address(AddressKind.UNKNOWN, ""))
smscs = st.just("") | st.from_regex(r"\A\+?[0-9]{1,20}\Z")
zones = st.integers(-79, 79).map(lambda quarters: timezone(quarters * timedelta(minutes=15))) | st.just(UTC)
moments = st.datetimes(datetime(1970, 1, 3), datetime(2069, 12, 29), timezones=zones).map(  # noqa: DTZ001  # zones are drawn
    lambda moment: moment.replace(microsecond=0)
)
times = st.none() | moments
validities = st.none() | moments | st.timedeltas(timedelta(0), timedelta(weeks=70)).map(exact)


@st.composite
def parts(draw: st.DrawFn, most: int) -> Part:
    count = draw(st.integers(1, 255))
    return Part(draw(st.integers(0, most)), count, draw(st.integers(1, count)))


@st.composite
def headers(draw: st.DrawFn) -> dict[str, object]:
    """Return the fields of a Header, at most 40 octets written."""
    wide = draw(st.booleans())
    part = draw(st.none() | parts(0xFFFF if wide else 0xFF))
    other = st.tuples(st.integers(0x70, 0x7F), st.binary(max_size=6))  # SIM toolkit headers: nothing to us
    return {
        "part": part,
        "wide_ref": wide and part is not None,
        "ports": draw(st.none() | st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF))),
        "others": tuple(draw(st.lists(other, max_size=2))),
    }


@st.composite
def segments(draw: st.DrawFn) -> dict[str, object]:
    """Return the fields of a Segment, in every alphabet and language; short enough behind any header."""
    fields = draw(headers()) | {"pid": draw(OCTET), "reply_path": draw(st.booleans())}
    match draw(st.sampled_from("gdu")):
        case "g":
            locking, single = draw(st.sampled_from(sorted(LOCKING))), draw(st.sampled_from(sorted(SINGLE)))
            letters = LOCKING[locking].replace("\x1b", "") + "".join(SINGLE[single].values())
            fields |= {"locking_shift": locking, "single_shift": single, "dcs": draw(GSM7_DCS)}
            fields |= {"text": draw(st.text(letters, max_size=50))}
        case "u":
            fields |= {"dcs": draw(UCS2_DCS), "text": draw(st.text(max_size=25))}
        case _:
            fields |= {"dcs": draw(DATA_DCS), "data": draw(st.binary(max_size=100))}
    return fields


delivers = st.builds(
    lambda segment, **fields: Deliver(**segment, **fields),
    segments(),
    smsc=smscs,
    sender=addresses,
    scts=times,
    more=st.booleans(),
    receipt_asked=st.booleans(),
)
submits = st.builds(
    lambda segment, **fields: Submit(**segment, **fields),
    segments(),
    smsc=smscs,
    reference=OCTET,
    to=addresses,
    validity=validities,
    receipt_wanted=st.booleans(),
    reject_duplicates=st.booleans(),
)
status_reports = st.builds(
    StatusReport,
    smsc=smscs,
    reference=OCTET,
    recipient=addresses,
    scts=times,
    discharged=times,
    status=OCTET,
    more=st.booleans(),
    for_command=st.booleans(),
)
