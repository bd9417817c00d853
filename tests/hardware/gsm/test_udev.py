"""The udev rule is well formed: every key is one udev knows, each jump has its label, each maker is there."""

import re
import shutil
import subprocess
from pathlib import Path

from hardware.gsm import modem_manager

PART = re.compile(
    r'(ACTION|SUBSYSTEM|KERNEL|GOTO|LABEL|ATTRS\{idVendor\}|ENV\{ID_MM_\w+\})(==|!=|=)"([^"]*)"'
)
MATCHES = {"ACTION", "SUBSYSTEM", "KERNEL", "ATTRS{idVendor}"}
MAKERS = {"1e0e", "2c7c", "12d1", "1bc7", "1e2d", "1546"}  # SIMCom, Quectel, Huawei, Telit, Cinterion, u-blox


def parts(line: str) -> list[tuple[str, str, str]]:
    found = [PART.fullmatch(piece.strip()) for piece in line.split(", ")]
    assert all(found), line
    return [(one[1], one[2], one[3]) for one in found if one]


def test_every_line_is_made_of_what_udev_knows() -> None:
    lines = [line for line in modem_manager.rule().splitlines() if line and not line.startswith("#")]
    rules = [parts(line) for line in lines]
    for key, how, _ in (part for rule in rules for part in rule):
        assert (how in {"==", "!="}) == (key in MATCHES)
    jumps = {value for rule in rules for key, _, value in rule if key == "GOTO"}
    assert jumps == {value for rule in rules for key, _, value in rule if key == "LABEL"}


def test_every_family_that_ships_is_named() -> None:
    found = set(re.findall(r'idVendor\}=="([0-9a-f]{4})"', modem_manager.rule()))
    assert found >= MAKERS


def test_udev_itself_agrees_where_it_can_be_asked(tmp_path: Path) -> None:
    program = shutil.which("udevadm")
    knows = (
        program
        and "verify"
        in subprocess.run([program, "--help"], capture_output=True, text=True, check=False).stdout
    )
    if program and knows:
        file = tmp_path / modem_manager.RULE
        file.write_text(modem_manager.rule())
        checked = subprocess.run([program, "verify", str(file)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
