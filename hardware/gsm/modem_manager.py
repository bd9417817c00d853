"""Whether ModemManager would take our ports, and the rule that keeps it from it."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from hardware.finding import Finding, good, wrong
from hardware.holders import MODEM_MANAGER, PROC, running

RULE: Final = "78-patrolwire-modem.rules"
FOLDERS: Final = (Path("/etc/udev/rules.d"), Path("/usr/lib/udev/rules.d"))
CHECK: Final = "ModemManager"


def rule() -> str:
    """Return the udev rule that ships with the product."""
    return files("hardware.gsm").joinpath("udev", RULE).read_text("utf-8")


def look(proc: Path = PROC, folders: tuple[Path, ...] = FOLDERS) -> Finding:
    """Say whether it runs, and whether it was told to leave our ports alone."""
    if not running(MODEM_MANAGER, proc):
        return good(CHECK, "ModemManager does not run, so nobody else speaks to the modems.")
    if any((folder / RULE).exists() for folder in folders):
        return good(CHECK, "ModemManager runs, and was told to leave our ports alone.")
    return wrong(
        CHECK,
        "ModemManager runs and speaks to every modem: as root, "
        f"`patrolwire doctor --udev > {FOLDERS[0] / RULE}`, "
        "then `udevadm control --reload` and `udevadm trigger`.",
    )
