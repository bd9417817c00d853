"""The way from plain HTTP to TLS: every page asked for answers where it is now, and nothing else is heard."""

from collections.abc import Iterable

from litestar.types import HTTPScope, Receive, Scope, Send

_SENTENCE = b"The console is reached by https only. Nothing that was sent here was read.\n"


class Onward:
    """An ASGI application that sends browsers on to `port` of the name they called, if it is one of ours."""

    def __init__(self, hosts: Iterable[str], port: int) -> None:
        self._hosts, self._port = frozenset(hosts), port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["type"] != "http":
            return
        where = self._where(scope)
        status = 308 if where else 400
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        headers += [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
        headers += [(b"location", where)] if where else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": _SENTENCE, "more_body": False})

    def _where(self, scope: HTTPScope) -> bytes:
        """Return the address to go on to; empty for a form, whose secrets must not be sent twice."""
        called = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        name = name_of(called[0]) if len(called) == 1 else ""
        if name not in self._hosts or scope["method"] not in ("GET", "HEAD"):
            return b""
        path, query = scope["raw_path"].partition(b"?")[0], scope["query_string"]
        ours = path.startswith(b"/") and not path.startswith(b"//") and path.isascii()
        rest = path + (b"?" + query if query else b"") if ours else b"/"
        port = "" if self._port == 443 else f":{self._port}"  # noqa: PLR2004  # the usual one is not written
        return f"https://{name}{port}".encode() + rest


def name_of(host: str) -> str:
    """Return the name in a Host header, without the port."""
    bare, colon, port = host.rpartition(":")
    return bare if colon and port.isdigit() else host
