"""Who holds a port is told by name, as far as it can be seen."""

import fcntl
import os
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from hardware import port
from hardware.holders import Holder, holders, running, said

HOLD = "import sys, time; held = open(sys.argv[1]); print(flush=True); time.sleep(60)"
TIOCGEXCL = 0x80045440  # tty_ioctl(4); the termios module does not name it


def test_a_program_that_has_the_device_open_is_found() -> None:
    master, slave = os.openpty()
    device = os.ttyname(slave)
    with subprocess.Popen([sys.executable, "-c", HOLD, device], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        try:
            assert program.pid in [one.pid for one in holders(device)]
            assert os.getpid() not in [one.pid for one in holders(device)]
        finally:
            program.kill()
    assert holders("socket://nowhere:1") == ()
    os.close(master)
    os.close(slave)


def test_what_is_said_of_whoever_holds_it() -> None:
    assert "ModemManager" in said((Holder(7, "ModemManager"),))
    assert "minicom (8)" in said((Holder(8, "minicom"),))
    assert "Another program" in said(())


def test_a_program_is_seen_to_run(tmp_path: Path) -> None:
    (tmp_path / "12").mkdir()
    (tmp_path / "12" / "comm").write_text("ModemManager\n")
    (tmp_path / "cpuinfo").touch()
    assert running("ModemManager", tmp_path)
    assert not running("gammu-smsd", tmp_path)


@pytest.mark.parametrize(("prefix", "claimed"), [("/dev/no such", 1), ("/dev/pts/", 0)])
def test_a_serial_device_is_claimed_and_a_pseudo_terminal_is_not(
    prefix: str, claimed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    master, slave = os.openpty()
    monkeypatch.setattr(port, "PSEUDO", prefix)
    port.claim(slave)
    flag = bytearray(4)
    fcntl.ioctl(slave, TIOCGEXCL, flag)
    assert int.from_bytes(flag, sys.byteorder) == claimed
    fcntl.ioctl(slave, termios.TIOCNXCL)
    os.close(master)
    os.close(slave)
