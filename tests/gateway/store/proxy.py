"""A way over TCP to a server that listens on a socket file; it can be frozen, and then says nothing."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


class Proxy:
    """Passes bytes on both ways, until it is frozen; the kernel goes on taking them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._flows = threading.Event()
        self._flows.set()
        self._ended = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = [self._listening]
        self.port: int = self._listening.getsockname()[1]
        self._start(self._accept)

    def freeze(self) -> None:
        self._flows.clear()

    def close(self) -> None:
        self._ended = True
        self._flows.set()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._ended:
                near, _ = self._listening.accept()
                far = socket.socket(socket.AF_UNIX)
                self._open += [near, far]
                self._flows.wait()
                far.connect(self._path)
                self._start(self._pump, near, far)
                self._start(self._pump, far, near)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self._flows.wait()
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def _start(self, work: Callable[..., None], *given: socket.socket) -> None:
        threading.Thread(target=work, args=given, daemon=True).start()


@contextlib.contextmanager
def proxy(path: str) -> Iterator[Proxy]:
    """Listen on a free port of the loopback for as long as this lasts."""
    made = Proxy(path)
    try:
        yield made
    finally:
        made.close()
