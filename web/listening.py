"""Whether an address can be listened on, said before anything is started."""

import errno
import socket
from typing import Final

from gateway.errors import ConfigError

_WHY: Final = {
    errno.EADDRINUSE: "is used by another program: stop that, or write another port",
    errno.EADDRNOTAVAIL: "is no address of this machine: write one that it has",
    errno.EACCES: "may not be used by this account: write a port above 1023",
}


def check(host: str, port: int) -> None:
    """Raise ConfigError when the address is taken, not ours, or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = _WHY.get(error.errno or 0, "cannot be listened on: look at what is written")
        raise ConfigError(
            f"{host}:{port} {why} under [console] or [door] in the configuration; nothing was started"
        ) from error
