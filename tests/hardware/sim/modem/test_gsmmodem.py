"""python-gsmmodem-new's GsmModem as a client of the pretend modem."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from gsmmodem.modem import GsmModem, ReceivedSms, StatusReport

from hardware.sim.modem.pretend import PretendModem
from hardware.sim.modem.settings import Settings
from tests.hardware.sim.modem.programs import until

OFFICER, OFFICE = "+66812345678", "+66899999999"
DELIVERED = 0  # TP-ST
THAI = "ยาบ้า 200000 เม็ด แม่สาย "


@asynccontextmanager
async def connected(
    modem: PretendModem, heard: list[ReceivedSms | StatusReport], pin: str | None = None
) -> AsyncIterator[GsmModem]:
    client = GsmModem(
        str(modem.pty), smsReceivedCallbackFunc=heard.append, smsStatusReportCallback=heard.append
    )
    await asyncio.to_thread(client.connect, pin)
    try:
        yield client
    finally:
        await asyncio.to_thread(client.close)


async def test_it_receives_as_messages_arrive(tmp_path: Path) -> None:
    heard: list[ReceivedSms | StatusReport] = []
    async with PretendModem(tmp_path / "tty") as modem, connected(modem, heard):
        for number, text in enumerate([THAI, "DRG MSI YAB 200T SEIZED [€]", "@"], 1):
            modem.ask("receive", from_=OFFICER, text=text)
            await until(lambda: modem.ask("ledger")["counts"]["deleted"] == number)  # noqa: B023
        assert [(sms.number, sms.text) for sms in heard] == [
            (OFFICER, THAI),
            (OFFICER, "DRG MSI YAB 200T SEIZED [€]"),
            (OFFICER, "@"),
        ]


async def test_it_sends_and_is_told_of_delivery(tmp_path: Path) -> None:
    heard: list[ReceivedSms | StatusReport] = []
    async with PretendModem(tmp_path / "tty") as modem, connected(modem, heard) as client:
        await asyncio.to_thread(client.sendSms, OFFICE, "DRG MSI YAB 200T SEIZED")
        await until(lambda: heard)
        await asyncio.to_thread(client.sendSms, OFFICE, THAI * 4)
        assert [(m["to"], m["text"], m["parts"]) for m in modem.ask("sent")["messages"]] == [
            (OFFICE, "DRG MSI YAB 200T SEIZED", 1),
            (OFFICE, THAI * 4, 2),
        ]
        report = heard[0]
        assert isinstance(report, StatusReport)
        assert (report.reference, report.deliveryStatus) == (0, DELIVERED)


async def test_it_unlocks_the_sim_and_asks_who_it_is(tmp_path: Path) -> None:
    settings = Settings(pin="1234", number="+66811122233")
    async with (
        PretendModem(tmp_path / "tty", settings=settings) as modem,
        connected(modem, [], "1234") as client,
    ):
        assert await asyncio.to_thread(lambda: client.imei) == settings.imei
        assert await asyncio.to_thread(lambda: client.ownNumber) == settings.number
        assert await asyncio.to_thread(lambda: client.signalStrength) == 20
        assert await asyncio.to_thread(lambda: client.networkName) == "Pretend Network"
