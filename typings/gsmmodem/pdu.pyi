from datetime import datetime, timedelta

class Pdu:
    data: bytearray
    tpduLength: int

class InformationElement:
    id: int
    data: list[int]

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
def encodeGsm7(plaintext: str, discardInvalid: bool = ...) -> bytearray: ...
def decodeSmsPdu(pdu: str | bytearray) -> dict[str, object]: ...
