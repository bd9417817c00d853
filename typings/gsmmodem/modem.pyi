from collections.abc import Callable
from datetime import datetime

class Sms:
    number: str
    text: str
    smsc: str | None

class ReceivedSms(Sms):
    status: int
    time: datetime
    udh: list[object]

class SentSms(Sms):
    reference: int
    report: object
    status: int

class StatusReport(Sms):
    reference: int
    timeSent: datetime
    timeFinalized: datetime
    deliveryStatus: int

class GsmModem:
    alive: bool
    smsTextMode: bool
    def __init__(
        self,
        port: str,
        baudrate: int = ...,
        incomingCallCallbackFunc: Callable[..., None] | None = ...,
        smsReceivedCallbackFunc: Callable[[ReceivedSms], None] | None = ...,
        smsStatusReportCallback: Callable[[StatusReport], None] | None = ...,
        requestDelivery: bool = ...,
        AT_CNMI: str = ...,
    ) -> None: ...
    def connect(self, pin: str | None = ..., waitingForModemToStartInSeconds: int = ...) -> None: ...
    def close(self) -> None: ...
    def write(
        self,
        data: str,
        waitForResponse: bool = ...,
        timeout: float = ...,
        parseError: bool = ...,
        writeTerm: str = ...,
        expectedResponseTermSeq: str | None = ...,
    ) -> list[str] | None: ...
    @property
    def signalStrength(self) -> int: ...
    @property
    def manufacturer(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def revision(self) -> str: ...
    @property
    def imei(self) -> str: ...
    @property
    def imsi(self) -> str: ...
    @property
    def networkName(self) -> str: ...
    @property
    def ownNumber(self) -> str | None: ...
    def waitForNetworkCoverage(self, timeout: float | None = ...) -> int: ...
    def sendSms(
        self,
        destination: str,
        text: str,
        waitForDeliveryReport: bool = ...,
        deliveryTimeout: float = ...,
        sendFlash: bool = ...,
    ) -> SentSms: ...
    def listStoredSms(
        self, status: int = ..., memory: str | None = ..., delete: bool = ...
    ) -> list[ReceivedSms | StatusReport]: ...
    def processStoredSms(self, unreadOnly: bool = ...) -> None: ...
    def deleteStoredSms(self, index: int, memory: str | None = ...) -> None: ...
