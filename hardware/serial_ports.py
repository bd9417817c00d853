"""The serial ports of this machine, under the names that do not change when another is plugged in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEV: Final = Path("/dev")
KINDS: Final = ("ttyUSB*", "ttyACM*", "ttyAMA*", "ttymxc*")
NONE: Final = "There is no serial port on this machine."


@dataclass(frozen=True, slots=True)
class SerialDevice:
    """One port: its name in /dev/serial/by-id where it has one, and the device behind it."""

    name: str
    device: str

    @property
    def lasting(self) -> bool:
        """Tell whether the name stays with the device."""
        return self.name != self.device


def serial_ports(dev: Path = DEV) -> tuple[SerialDevice, ...]:
    """Return every port, by-id names first."""
    links = sorted((dev / "serial" / "by-id").glob("*"))
    named = [SerialDevice(str(link), str(link.resolve())) for link in links]
    known = {one.device for one in named}
    devices = sorted(str(path.resolve()) for kind in KINDS for path in dev.glob(kind))
    return (*named, *(SerialDevice(name, name) for name in devices if name not in known))


def lasting_name(path: str, dev: Path = DEV) -> str:
    """Return the by-id name of a device, or nothing: it is under such a name already, or has none."""
    real = str(Path(path).resolve())
    if path.startswith(str(dev / "serial")):
        return ""
    return next((one.name for one in serial_ports(dev) if one.lasting and one.device == real), "")


def listed(dev: Path = DEV) -> str:
    """Say which ports there are."""
    found = serial_ports(dev)
    return f"Here are {', '.join(one.name for one in found)}." if found else NONE
