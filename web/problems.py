"""The one place where an error becomes a page: a plain sentence and a way back, never a traceback."""

import re
from collections.abc import Mapping
from urllib.parse import quote

import structlog
from litestar.exceptions import HTTPException
from litestar.response import Response

from gateway.errors import StoreFullError, StoreLostError
from web import texts
from web.access import Asked, NotSignedIn, NotSure, to_confirm, to_sign_in
from web.api.bearer import LacksScopeError, NoTokenError
from web.render import Looks, Renderer

_log = structlog.get_logger()
_PROGRAMS = "/api/"
_FORMS = re.compile(
    r"/(?:r|m|roster|staff)/[^/]+(?=/)|/(?:duty|export|health|me|people|roster|shift|staff|tokens)(?=/|$)"
)
Answer = Response[str] | Response[dict[str, object]]


class Problems:
    """Answers for errors, filled in the console's own looks."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._language = renderer.desk.office.language

    def not_signed_in(self, request: Asked, error: NotSignedIn) -> Response[str]:
        if request.url.path == "/live":
            return self._page(request, error.status_code, self._sentence(401))
        return to_sign_in(request)

    def not_sure(self, request: Asked, error: NotSure) -> Response[str]:
        del error
        return to_confirm(request)

    def http(self, request: Asked, error: HTTPException) -> Answer:
        status = error.status_code
        if request.url.path.startswith(_PROGRAMS):
            said = (
                error.detail if isinstance(error, NoTokenError | LacksScopeError) else self._sentence(status)
            )
            return _json(status, said, error.headers)
        return self._page(request, status, self._sentence(status))

    def store(self, request: Asked, error: Exception) -> Answer:
        _log.error("the console could not reach the store", path=request.url.path, why=str(error))
        return self._either(request, 503, str(error))

    def anything(self, request: Asked, error: Exception) -> Answer:
        _log.error("the console failed on a request", path=request.url.path, exc_info=error)
        return self._either(request, 500, self._sentence(500))

    def table(self) -> dict[type[Exception], object]:
        """Return who answers for which error."""
        return {
            NotSignedIn: self.not_signed_in,
            NotSure: self.not_sure,
            HTTPException: self.http,
            StoreFullError: self.store,
            StoreLostError: self.store,
            Exception: self.anything,
        }

    def _either(self, request: Asked, status: int, sentence: str) -> Answer:
        programs = request.url.path.startswith(_PROGRAMS)
        return _json(status, sentence) if programs else self._page(request, status, sentence)

    def _sentence(self, status: int) -> str:
        return texts.problem(status, self._language)

    def _page(self, request: Asked, status: int, sentence: str) -> Response[str]:
        back = way_back(request.method, request.url.path)
        return _filled(self._renderer, status, sentence, back)


def ready_made(renderer: Renderer, status: int) -> bytes:
    """Return the page for a status as it can be answered before, or after, anything else works."""
    sentence = texts.problem(status, renderer.desk.office.language)
    return _filled(renderer, status, sentence, "").content.encode()


def way_back(method: str, path: str) -> str:
    """Return the address of the page that a form stood on; empty when it was no form, or nobody knows."""
    found = _FORMS.match(path) if method == "POST" else None
    return quote(found[0], safe="/") if found else ""


def _filled(renderer: Renderer, status: int, sentence: str, back: str) -> Response[str]:
    looks = Looks(renderer.desk.office.language, linked=False)
    return renderer.page("error.html", looks, status=status, code=status, sentence=sentence, back=back)


def _json(
    status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> Response[dict[str, object]]:
    return Response({"status": status, "detail": sentence}, status_code=status, headers=headers)
