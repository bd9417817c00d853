"""Gammu and its daemon at work on the pretend modem."""

from pathlib import Path

from hardware.sim.modem.pretend import PretendModem
from tests.hardware.sim.modem.programs import output_of, running, until

OFFICER, OFFICE = "+66812345678", "+66899999999"
ENGLISH = "DRG MSI YAB 200000T SEIZED [€] "
THAI = "ยาบ้า 200000 เม็ด 😀 แม่สาย "


def written(folder: Path, modem: PretendModem, more: str = "") -> str:
    path = folder / "gammurc"
    path.write_text(f"[gammu]\ndevice = {modem.pty}\nconnection = at115200\n{more}")
    return str(path)


async def test_gammu_identifies_the_modem(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty") as modem:
        said = await output_of(tmp_path, "gammu", "-c", written(tmp_path, modem), "identify")
        assert modem.modem.machine.settings.imei in said
        assert modem.modem.machine.settings.imsi in said
        assert "Patrolwire" in said


async def test_gammu_reads_all_that_is_stored(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty", preload=2) as modem:
        modem.ask("receive", from_=OFFICER, text=ENGLISH * 8, ref=7)
        modem.ask("receive", from_=OFFICER, text=THAI * 4, ref=40_000, order=[2, 1])
        modem.ask("receive", from_="AIS", text=THAI)
        config = written(tmp_path, modem)
        said = await output_of(tmp_path, "gammu", "-c", config, "getallsms")
        assert "7 SMS parts in 7 SMS sequences" in said
        assert "16 bit) 40000, part 2 of 2" in said
        assert '"AIS"' in said
        assert {place["status"] for place in modem.ask("stored")["stored"]} == {"REC READ"}
        joined = await output_of(tmp_path, "gammu", "-c", config, "geteachsms")
        for text in ("DRG MSI YAB 200T SEIZED", ENGLISH * 8, THAI * 4, THAI):
            assert text in joined


async def test_gammu_sends_single_and_long_texts(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty") as modem:
        send = ("-c", written(tmp_path, modem), "sendsms", "TEXT", OFFICE)
        await output_of(tmp_path, "gammu", *send, "-report", "-text", ENGLISH)
        await output_of(tmp_path, "gammu", *send, "-unicode", "-len", "400", "-textutf8", THAI * 4)
        sent = modem.ask("sent")
        assert [(m["to"], m["text"], m["parts"]) for m in sent["messages"]] == [
            (OFFICE, ENGLISH, 1),
            (OFFICE, THAI * 4, 2),
        ]
        assert [segment["receipt_wanted"] for segment in sent["segments"]] == [True, False, False]


async def test_gammu_smsd_receives_and_sends(tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ("inbox", "outbox", "sentsms", "errorsms")}
    for folder in folders.values():
        folder.mkdir()
    paths = "".join(f"{name}path = {folder}/\n" for name, folder in folders.items())
    smsd = (
        f"[smsd]\nservice = files\n{paths}logfile = {tmp_path}/log\ncommtimeout = 1\nreceivefrequency = 1\n"
    )
    (folders["outbox"] / f"OUTC20260101_000000_00_{OFFICE}_x.txt").write_text(ENGLISH)
    async with PretendModem(tmp_path / "tty", preload=3) as modem:
        async with running(tmp_path, "gammu-smsd", "-c", written(tmp_path, modem, smsd)):
            await until(lambda: len(list(folders["inbox"].iterdir())) == 3 and modem.ask("sent")["messages"])
            modem.ask("receive", from_=OFFICER, text=THAI * 4, ref=40_000, order=[2, 1])
            await until(lambda: modem.ask("ledger")["counts"]["deleted"] == 5)
            await until(lambda: len(list(folders["inbox"].iterdir())) == 5)
        arrived = sorted(folders["inbox"].glob(f"*{OFFICER}*"))
        assert "".join(path.read_text() for path in arrived) == THAI * 4
        assert [(m["to"], m["text"]) for m in modem.ask("sent")["messages"]] == [(OFFICE, ENGLISH)]
        assert modem.ask("stored")["stored"] == []
