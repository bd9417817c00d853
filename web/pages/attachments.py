"""Files beside a report: brought by staff, handed out only as downloads."""

from http import HTTPStatus
from urllib.parse import quote

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.attaching import LARGEST, Attaching, Brought
from gateway.desk.values import Person
from web.access import Asked
from web.pages.messages import number_in
from web.pages.report import after, key_in
from web.shield import ROOM
from web.upload import read_upload


@post("/r/{key:str}/attach", status_code=HTTPStatus.SEE_OTHER, request_max_body_size=LARGEST + ROOM)
async def attach(
    request: Asked,
    key: FromPath[str],
    who: NamedDependency[Person],
    attaching: NamedDependency[Attaching],
) -> Redirect:
    wanted = key_in(key)
    upload = await read_upload(request, who, LARGEST)
    brought = Brought(upload.name, upload.data, upload.form.get("note", ""))
    return after(key, await attaching.add(who, wanted, brought))


@get("/r/{key:str}/attachment/{number:str}")
async def download(
    key: FromPath[str],
    number: FromPath[str],
    who: NamedDependency[Person],
    attaching: NamedDependency[Attaching],
) -> Response[bytes]:
    wanted = number_in(number)
    opened = None if wanted is None else await attaching.open(who, key_in(key), wanted)
    if opened is None:
        raise NotFoundException
    headers = {"content-disposition": as_file(opened.name)}
    return Response(opened.data, media_type=opened.kind, headers=headers)


def as_file(name: str) -> str:
    """Return the header that makes a browser save it: a plain name, and the whole one (RFC 6266, 4.3)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


ROUTER = Router("/", route_handlers=[attach, download])
