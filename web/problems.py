"""The one place where an error becomes a page: a plain sentence and a way back, never a traceback."""

import re
from collections.abc import Mapping
from urllib.parse import quote

import structlog
from litestar.exceptions import HTTPException
from litestar.response import Response

from gateway.errors import StoreFullError, StoreLostError
from web import outcomes, rights, texts
from web.access import Asked, Lacks, NotSignedIn, NotSure, OldForm, to_confirm, to_sign_in
from web.api.bearer import LacksScopeError, NoTokenError
from web.render import Looks, Renderer

_log = structlog.get_logger()
_PROGRAMS = "/api/"
_FORMS = re.compile(
    r"/(?:r|m|roster|staff)/[^/]+(?=/)|/(?:duty|export|health|me|people|roster|shift|staff|tokens)(?=/|$)"
)
SIGNED_OUT = (
    "You are signed out. Nothing was changed, and what you typed stands here: sign in in a new tab, "
    "then send it again."
)
ANEW = (
    "You have signed in anew since this page was opened. Nothing was changed, and what you typed stands "
    "here: look at it and send it again."
)
_WORDS = frozenset({"text", "why", "note"})  # fields of free words; the others go along unseen
Answer = Response[str] | Response[dict[str, object]]


class Problems:
    """Answers for errors, filled in the console's own looks."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._language = renderer.desk.office.language

    def not_signed_in(self, request: Asked, error: NotSignedIn) -> Response[str]:
        if request.url.path == "/live":
            return self._page(request, error.status_code, self._sentence(request, 401))
        return to_sign_in(request) if error.typed is None else self._again(request, SIGNED_OUT, error.typed)

    def old_form(self, request: Asked, error: OldForm) -> Response[str]:
        return self._again(request, ANEW, error.typed, error.csrf)

    def lacks(self, request: Asked, error: Lacks) -> Response[str]:
        said = rights.lacking(error.who, error.right)
        return self._page(request, error.status_code, said)

    def not_sure(self, request: Asked, error: NotSure) -> Response[str]:
        del error
        return to_confirm(request)

    def http(self, request: Asked, error: HTTPException) -> Answer:
        status = error.status_code
        if request.url.path.startswith(_PROGRAMS):
            said = (
                error.detail
                if isinstance(error, NoTokenError | LacksScopeError)
                else self._sentence(request, status)
            )
            return _json(status, said, error.headers)
        return self._page(request, status, self._sentence(request, status))

    def store(self, request: Asked, error: Exception) -> Answer:
        _log.error("the console could not reach the store", path=request.url.path, why=str(error))
        return self._either(request, 503, str(error))

    def anything(self, request: Asked, error: Exception) -> Answer:
        _log.error("the console failed on a request", path=request.url.path, exc_info=error)
        return self._either(request, 500, self._sentence(request, 500))

    def table(self) -> dict[type[Exception], object]:
        """Return who answers for which error."""
        return {
            NotSignedIn: self.not_signed_in,
            NotSure: self.not_sure,
            OldForm: self.old_form,
            Lacks: self.lacks,
            HTTPException: self.http,
            StoreFullError: self.store,
            StoreLostError: self.store,
            Exception: self.anything,
        }

    def _either(self, request: Asked, status: int, sentence: str) -> Answer:
        programs = request.url.path.startswith(_PROGRAMS)
        return _json(status, sentence) if programs else self._page(request, status, sentence)

    def _sentence(self, request: Asked, status: int) -> str:
        return outcomes.problem(status, self._reader(request))

    def _reader(self, request: Asked) -> str:
        """Return the language of whoever is signed in, else the office's."""
        return str(request.state.get("language", self._language))

    def _page(self, request: Asked, status: int, sentence: str) -> Response[str]:
        back = way_back(request.method, request.url.path)
        return _filled(self._renderer, status, sentence, back, self._reader(request))

    def _again(self, request: Asked, said: str, typed: Mapping[str, str], csrf: str = "") -> Response[str]:
        """Give somebody back what he typed, to be sent again once he is signed in."""
        language, query = self._reader(request), request.url.query
        status = 403 if csrf else 401
        form = {name: text for name, text in typed.items() if name != "csrf"}
        return self._renderer.page(
            "again.html",
            Looks(language, linked=False),
            status=status,
            code=status,
            sentence=texts.translator(language)(said),
            path=request.url.path + (f"?{query}" if query else ""),
            csrf=csrf,
            typed={name: text for name, text in form.items() if name in _WORDS and text},
            others={name: text for name, text in form.items() if name not in _WORDS or not text},
        )


def ready_made(renderer: Renderer, status: int) -> bytes:
    """Return the page for a status as it can be answered before, or after, anything else works."""
    sentence = outcomes.problem(status, renderer.desk.office.language)
    return _filled(renderer, status, sentence, "", renderer.desk.office.language).content.encode()


def way_back(method: str, path: str) -> str:
    """Return the address of the page that a form stood on; empty when it was no form, or nobody knows."""
    found = _FORMS.match(path) if method == "POST" else None
    return quote(found[0], safe="/") if found else ""


def _filled(renderer: Renderer, status: int, sentence: str, back: str, language: str) -> Response[str]:
    looks = Looks(language, linked=False)
    return renderer.page("error.html", looks, status=status, code=status, sentence=sentence, back=back)


def _json(
    status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> Response[dict[str, object]]:
    return Response({"status": status, "detail": sentence}, status_code=status, headers=headers)
