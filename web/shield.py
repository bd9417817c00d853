"""The outermost layer: security headers on every answer, 404s included, and no false host names."""

from collections.abc import Iterable, Mapping

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from gateway.desk.attaching import LARGEST
from gateway.desk.entry import LARGEST_FILE
from web.plain import name_of
from web.settings import ConsoleSettings
from web.slow import Paced

Header = tuple[bytes, bytes]
ROOM = 16_384
"""For what stands around a file in its form."""
_FILES = {
    "/attach": LARGEST + ROOM,
    **dict.fromkeys(("/roster/check", "/roster/keep", "/roster/file"), LARGEST_FILE + ROOM),
}
_log = structlog.get_logger()

_FIXED: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), usb=()"),
)
_HSTS: Header = (b"strict-transport-security", b"max-age=31536000")
_NOT_KEPT: Header = (b"cache-control", b"no-store")


def policy(styles: Iterable[str], scripts: Iterable[str]) -> bytes:
    """Return the content security policy: these inline hashes and our own address, nothing else."""
    parts = (
        "default-src 'none'",
        f"style-src 'self' {' '.join(styles)}",
        f"script-src 'self' {' '.join(scripts)}",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return "; ".join(parts).encode()


class Shield:
    """Around the console: checks the Host, refuses bodies too big or too slow, adds the headers.

    `pages` are what it answers by itself, by status, made beforehand.
    """

    def __init__(
        self, app: ASGIApp, settings: ConsoleSettings, csp: bytes, pages: Mapping[int, bytes]
    ) -> None:
        self._app = app
        self._pages = pages
        self._hosts = frozenset(settings.hosts)
        self._largest = settings.largest_body
        self._patience = settings.patience
        tls = (_HSTS,) if settings.tls else ()
        self._headers: tuple[Header, ...] = ((b"content-security-policy", csp), *_FIXED, *tls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        out = _Dressed(send, self._headers)
        refusal = self._refusal(list(scope["headers"]), scope["path"])
        if refusal:
            await self._answer(out, *refusal)
            return
        try:
            await self._app(scope, Paced(receive, self._patience), out)
        except Exception:  # noqa: BLE001  # the last door: whatever failed, the answer carries the headers
            if not out.started:  # the answer first: logging may be what has failed
                await self._answer(out, 500, "")
            _log.exception("the console failed beyond its own error pages")

    async def _answer(self, send: Send, status: int, sentence: str) -> None:
        page = self._pages.get(status)
        kind = b"text/plain" if page is None else b"text/html"
        headers = [(b"content-type", kind + b"; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = f"{sentence}\n".encode() if page is None else page
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _refusal(self, headers: list[Header], path: str) -> tuple[int, str] | None:
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or name_of(hosts[0].decode("latin-1").lower()) not in self._hosts:
            return 400, "This address is not the console's. Use the one on the engineer's sheet."
        sizes = [value for name, value in headers if name == b"content-length"]
        largest = next((size for end, size in _FILES.items() if path.endswith(end)), self._largest)
        if any(not size.isdigit() or int(size) > largest for size in sizes):
            return 413, ""
        return None


class _Dressed:
    """A `send` that adds our headers to whatever is answered."""

    def __init__(self, send: Send, headers: tuple[Header, ...]) -> None:
        self._send, self._headers = send, headers
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            own = list(message["headers"])
            kept = any(name == b"cache-control" for name, _ in own)
            message["headers"] = [*own, *self._headers, *(() if kept else (_NOT_KEPT,))]
        await self._send(message)
