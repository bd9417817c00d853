"""The daemon of SMS Server Tools 3 at work on the pretend modem."""

from pathlib import Path

from hardware.sim.modem.pretend import PretendModem
from tests.hardware.sim.modem.programs import running, until

OFFICER, OFFICE = "+66812345678", "66899999999"
ENGLISH = "DRG MSI YAB 200000T SEIZED [€] "
THAI = "ยาบ้า 200000 เม็ด แม่สาย "
FOLDERS = ("outgoing", "checked", "incoming", "failed", "sent")


def configured(folder: Path, modem: PretendModem) -> str:
    for name in FOLDERS:
        (folder / name).mkdir()
    rooms = "".join(f"{name} = {folder}/{name}\n" for name in FOLDERS)
    path = folder / "smsd.conf"
    path.write_text(
        f"devices = SIM\n{rooms}logfile = {folder}/log\ninfofile = {folder}/info\npidfile = {folder}/pid\n"
        "delaytime = 1\nautosplit = 3\nincoming_utf8 = yes\ndecode_unicode_text = yes\n"
        f"[SIM]\ndevice = {modem.pty}\nincoming = yes\nreport = yes\n"
    )
    return str(path)


async def test_smsd_receives_and_sends(tmp_path: Path) -> None:
    async with PretendModem(tmp_path / "tty", preload=2) as modem:
        config = configured(tmp_path, modem)
        (tmp_path / "outgoing" / "1").write_text(f"To: {OFFICE}\nAlphabet: UTF-8\n\n{ENGLISH}")
        unicode = f"To: {OFFICE}\nAlphabet: UCS\n\n".encode() + (THAI * 4).encode("utf-16-be")
        (tmp_path / "outgoing" / "2").write_bytes(unicode)
        modem.ask("receive", from_=OFFICER, text=THAI * 2)
        async with running(tmp_path, "smsd", "-c", config, "-t"):
            await until(lambda: len(list((tmp_path / "incoming").iterdir())) == 3)
            await until(lambda: len(modem.ask("sent")["messages"]) == 2)
            await until(lambda: modem.ask("stored")["stored"] == [])
        came = {path.read_text().partition("\n\n")[2] for path in (tmp_path / "incoming").iterdir()}
        assert came == {"DRG MSI YAB 100T SEIZED", "DRG MSI YAB 200T SEIZED", THAI * 2}
        messages = modem.ask("sent")["messages"]
        assert {(m["to"], m["text"]) for m in messages} == {(f"+{OFFICE}", ENGLISH), (f"+{OFFICE}", THAI * 4)}
