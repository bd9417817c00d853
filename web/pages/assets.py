"""Style and script by address, kept by the browser for good: their names change with their content."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.access import Cookies
from web.shell import shell
from web.texts import LANGUAGES
from web.voiced import voiced


@get("/s/{name:str}")
async def asset(name: FromPath[str], jar: NamedDependency[Cookies]) -> Response[str]:
    whole = shell()
    scripts = [voiced(language) for language in LANGUAGES]
    ours = (whole.style, *scripts, whole.more, whole.answer)
    found = next((one for one in ours if one.path == f"/s/{name}"), None)
    if found is None:
        raise NotFoundException
    keep = {"cache-control": "max-age=31536000, immutable"}
    answer = Response(found.body, media_type=found.media_type, headers=keep)
    if found in scripts:  # it comes after the style: from now on pages need not carry them
        answer.set_cookie(jar.make(jar.shell, whole.mark, 31_536_000))
    return answer


ROUTER = Router("/", route_handlers=[asset])
