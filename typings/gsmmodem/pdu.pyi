from datetime import datetime, timedelta

class Pdu:
    data: bytearray
    tpduLength: int

def encodeSmsSubmitPdu(
    number: str,
    text: str,
    reference: int = ...,
    validity: timedelta | datetime | None = ...,
    smsc: str | None = ...,
    requestStatusReport: bool = ...,
    rejectDuplicates: bool = ...,
    sendFlash: bool = ...,
) -> list[Pdu]: ...
def decodeSmsPdu(pdu: str | bytearray) -> dict[str, object]: ...
