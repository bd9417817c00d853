"""smsd, fed through the pretend modem, reads all national alphabets as we do: its own decoder, live."""

from pathlib import Path

from hardware.gsm.pdu import Deliver, decode_from_network
from hardware.sim.modem.pretend import PretendModem
from tests.hardware.gsm.pdu.cases import cases
from tests.hardware.sim.modem.programs import running, until

FOLDERS = ("outgoing", "checked", "incoming", "failed", "sent")


def configured(folder: Path, modem: PretendModem) -> str:
    rooms = ""
    for name in FOLDERS:
        (folder / name).mkdir()
        rooms += f"{name} = {folder}/{name}\n"
    path = folder / "smsd.conf"
    path.write_text(
        f"devices = SIM\n{rooms}logfile = {folder}/log\ninfofile = {folder}/info\npidfile = {folder}/pid\n"
        f"delaytime = 1\nincoming_utf8 = yes\n[SIM]\ndevice = {modem.pty}\nincoming = yes\n"
    )
    return str(path)


async def test_all_national_alphabets_live(tmp_path: Path) -> None:
    given = [case.values[0]["hex"] for case in cases("smsd_alphabets.toml", "deliver")]
    ours = [decode_from_network(bytes.fromhex(line)) for line in given]
    async with PretendModem(tmp_path / "tty") as modem:
        for line in given:
            modem.ask("receive_pdu", hex=line)
        async with running(tmp_path, "smsd", "-c", configured(tmp_path, modem), "-t"):
            await until(lambda: len(list((tmp_path / "incoming").iterdir())) == len(given))
            await until(lambda: modem.ask("stored")["stored"] == [])
    read = sorted(
        path.read_bytes().decode().partition("\n\n")[2] for path in (tmp_path / "incoming").iterdir()
    )
    assert read == sorted(one.text or "" for one in ours if isinstance(one, Deliver))
