"""Who is asking: the cookie on the way in and out, the form behind a token, where to go after signing in."""

import hmac
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from litestar import Request
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, NotAuthorizedException, PermissionDeniedException
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.people import People
from gateway.desk.roles import Right
from gateway.desk.values import Person
from web.render import Looks
from web.shell import shell

Asked = Request[None, None, State]
_FORM = "application/x-www-form-urlencoded"
KEPT = re.compile(r"/(?:r|m|shift)/")  # whose forms hold words of people, and no secrets
_MOST_FIELDS = 200  # a report with all its rows; the body is bounded too


@dataclass(frozen=True, slots=True)
class Cookies:
    """The console's cookies. Their names carry the office: cookies know no ports, consoles share hosts."""

    office: str
    tls: bool

    @property
    def session(self) -> str:
        return self._named("session")

    @property
    def before(self) -> str:
        return self._named("before")

    @property
    def half(self) -> str:
        return self._named("half")

    @property
    def shell(self) -> str:
        return self._named("shell")

    @property
    def known(self) -> str:
        """The one that goes to the sign-in form alone, which `__Host-` does not allow."""
        return f"{'__Secure-' if self.tls else ''}known-{self.office}"

    def make(self, name: str, value: str, seconds: int | None = None, path: str = "/") -> Cookie:
        """Return a cookie no script can read and no other site send; zero seconds takes it away."""
        return Cookie(
            key=name,
            value=value,
            path=path,
            httponly=True,
            samesite="strict",
            secure=self.tls,
            max_age=seconds,
        )

    def _named(self, what: str) -> str:
        return f"{'__Host-' if self.tls else ''}{what}-{self.office}"


class NotSignedIn(NotAuthorizedException):
    """Nobody is signed in, or no longer; answered with the way to sign in, and with what was `typed`."""

    def __init__(self, typed: dict[str, str] | None = None) -> None:
        super().__init__()
        self.typed = typed


class OldForm(PermissionDeniedException):
    """A form of our own page, from before its reader signed in anew; answered with what was `typed`."""

    def __init__(self, typed: dict[str, str], csrf: str) -> None:
        super().__init__()
        self.typed, self.csrf = typed, csrf


class Lacks(PermissionDeniedException):
    """Somebody asks for what his role may not do; answered with who may, and who can give it."""

    def __init__(self, who: Person, right: Right) -> None:
        super().__init__()
        self.who, self.right = who, right


async def provide_who(
    request: Asked, people: NamedDependency[People], jar: NamedDependency[Cookies]
) -> Person:
    """Return who asks; NotSignedIn when the cookie is missing, unknown, expired or revoked."""
    who = await people.who(request.cookies.get(jar.session, ""))
    if who is None:
        raise NotSignedIn(await _typed(request))
    request.state["language"] = who.language
    return who


async def _typed(request: Asked) -> dict[str, str] | None:
    """Return what somebody who is signed out had typed into one of our pages; None for anything else."""
    ours = request.method == "POST" and _own_page(request) and KEPT.match(request.url.path)
    return await read_form(request) if ours and _is_form(request) else None


class NotSure(PermissionDeniedException):
    """Somebody is signed in, but has not proved lately who he is; answered with the way to do so."""


async def provide_sure(who: NamedDependency[Person], people: NamedDependency[People]) -> Person:
    """Return who asks for what needs a fresh proof (release, export, roster, keys, staff); else NotSure."""
    if not people.sure(who):
        raise NotSure
    return who


async def provide_form(request: Asked, who: NamedDependency[Person]) -> dict[str, str]:
    """Return the form of a signed-in person; a wrong token, or a foreign page behind it, is refused."""
    form = await read_form(request)
    if same(form.get("csrf", ""), who.csrf):
        return form
    if _own_page(request) and KEPT.match(request.url.path):
        raise OldForm(form, who.csrf)
    raise PermissionDeniedException


def _own_page(request: Asked) -> bool:
    """Say whether the browser itself says that the form stood on a page of ours."""
    site, origin = (request.headers.get(name, "") for name in ("sec-fetch-site", "origin"))
    if site:
        return site == "same-origin"
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


async def read_form(request: Asked, also: str = "") -> dict[str, str]:
    """Return a posted form, the last of each name; ClientException for anything that is no form.

    `also` are control characters that are kept, beside line ends.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException
    if not _is_form(request):
        raise ClientException
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise ClientException from error
    return {name: clean(value, also) for name, value in pairs}


def _is_form(request: Asked) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM


def clean(text: str, also: str = "") -> str:
    """Return a text without control characters, line ends apart; nothing of it can end a header or a row.

    What parts words, a tab or a space that does not break, parts them still: it becomes a space.
    """
    kept = f"\n\u200c\u200d{also}"
    whole = (c if c.isprintable() or c in kept else " " * c.isspace() for c in text.replace("\r\n", "\n"))
    return "".join(whole)


def same(given: str, kept: str) -> bool:
    """Compare two secrets in constant time; an empty one equals nothing."""
    return bool(kept) and hmac.compare_digest(given.encode("utf-8", "replace"), kept.encode())


async def provide_looks(request: Asked, jar: NamedDependency[Cookies], desk: NamedDependency[Desk]) -> Looks:
    """Return how to show a page: whole, or by address to a browser that was given style and script."""
    return Looks(desk.office.language, linked=request.cookies.get(jar.shell) == shell().mark)


def safe_next(path: str) -> str:
    """Return a path of ours to go on to; whatever could lead elsewhere becomes the queue."""
    plain = path.isprintable() and not set("\\ ") & set(path)  # some browsers drop a space or turn a slash
    ours = plain and path.startswith("/") and not path.startswith("//")
    return path if ours and not path.startswith(("/sign-", "/confirm")) else "/"


def to_sign_in(request: Asked) -> Redirect:
    """Send somebody to the sign-in page, and afterwards back to what he asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    after = safe_next(asked) if request.method == "GET" else "/"
    query = f"?{urlencode({'next': after})}" if after != "/" else ""
    return Redirect(f"/sign-in{query}", status_code=303)


def to_confirm(request: Asked) -> Redirect:
    """Send somebody to prove who he is, and afterwards back to the page, or to the one the form stood on."""
    path = request.url.path
    asked = path + (f"?{request.url.query}" if request.url.query else "")
    after = safe_next(asked if request.method == "GET" else path.rpartition("/")[0])
    return Redirect(f"/confirm?{urlencode({'next': after})}", status_code=303)
