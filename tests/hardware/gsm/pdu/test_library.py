"""python-gsmmodem-new reads PDUs as we do, except where it is wrong; each exception has its reason."""

from datetime import timedelta
from functools import partial

from gsmmodem.pdu import decodeSmsPdu
from hypothesis import given
from hypothesis import strategies as st

from hardware.bearer import Address, AddressKind
from hardware.gsm.pdu import (
    Deliver,
    StatusReport,
    Submit,
    encode_deliver,
    encode_status_report,
    encode_submit,
)
from hardware.gsm.pdu.validity import exact
from tests.hardware.gsm.pdu import strategies

# It prints * and # as a and b, misreads an empty address, and counts names in octets.
numbers = st.from_regex(r"\A\+?[0-9]{1,20}\Z").map(partial(Address, AddressKind.NUMBER))
# It has ` in the place of §, and raises at a form feed; it drops a last @ that fills an octet.
LETTERS = "".join(set(strategies.DEFAULT) - set("§`\f"))
# It leaves surrogates apart.
BASIC_PLANE = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])
# It takes every group but the general one for GSM-7, and the reserved alphabet for 8-bit data.
texts = st.tuples(
    st.sampled_from([0x00, 0x11, 0x03]), st.text(LETTERS, max_size=50).map(lambda t: t + "!")
) | (st.tuples(st.sampled_from([0x08, 0x1B]), st.text(BASIC_PLANE, max_size=50)))
# It takes the year 69 for 1969, and raises at a time that is none.
moments = strategies.moments.filter(lambda moment: moment.year < 2069)
# Behind a header of even length it loses the first character, so the reference is of 8 bits and alone;
# it knows no national tables.
parts = st.none() | strategies.parts(0xFF)


@st.composite
def segments(draw: st.DrawFn) -> dict[str, object]:
    dcs, text = draw(texts)
    return {"dcs": dcs, "text": text, "part": draw(parts), "pid": draw(strategies.OCTET)}


delivers = st.builds(
    lambda segment, **fields: Deliver(**segment, **fields),
    segments(),
    smsc=strategies.smscs,
    sender=numbers,
    scts=moments,
)
submits = st.builds(
    lambda segment, **fields: Submit(**segment, **fields),
    segments(),
    smsc=strategies.smscs,
    to=numbers,
    reference=strategies.OCTET,
    validity=moments | st.timedeltas(timedelta(0), timedelta(weeks=70)).map(exact) | st.none(),
    receipt_wanted=st.booleans(),
)
status_reports = st.builds(
    StatusReport,
    reference=strategies.OCTET,
    recipient=numbers,
    scts=moments,
    discharged=moments,
    status=strategies.OCTET,
)


@given(delivers)
def test_deliver(deliver: Deliver) -> None:
    found = decodeSmsPdu(bytearray(encode_deliver(deliver)))
    assert found["text"] == deliver.text
    assert found["number"] == deliver.sender.value
    assert found["smsc"] == (deliver.smsc or None)
    assert found["time"] == deliver.scts


@given(status_reports)
def test_status_report(report: StatusReport) -> None:
    found = decodeSmsPdu(bytearray(encode_status_report(report)))
    assert (found["reference"], found["status"]) == (report.reference, report.status)
    assert (found["time"], found["discharge"]) == (report.scts, report.discharged)
    assert found["number"] == report.recipient.value


@given(submits)
def test_submit(submit: Submit) -> None:
    found = decodeSmsPdu(bytearray(encode_submit(submit)))
    assert found["text"] == submit.text
    assert found["number"] == submit.to.value
    assert found.get("validity") == submit.validity
    assert found["reference"] == submit.reference
