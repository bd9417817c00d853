"""My settings: the language, the digits and the years in which one reads."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.taste import Taste, Tastes
from gateway.desk.values import Person
from web import texts
from web.access import Asked
from web.local import DIGITS
from web.render import Looks, Renderer

SAID = "Your settings are kept."
NAMES = {"en": "English", "th": "ไทย", "lo": "ລາວ", "km": "ខ្មែរ", "my": "မြန်မာ", "vi": "Tiếng Việt"}


@get("/me")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    staff = renderer.staff(who, await desk.overview(who))
    done = texts.translator(who.language)(SAID) if request.query_params.get("done") == "kept" else ""
    today = desk.clock.now().date()
    return renderer.page(
        "me.html", looks, **staff, here="shift", languages=NAMES, digits=DIGITS, today=today, done=done
    )


@post("/me", status_code=HTTPStatus.SEE_OTHER)
async def keep(
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    tastes: NamedDependency[Tastes],
) -> Redirect:
    language = form.get("language", "")
    await tastes.keep(
        who,
        Taste(
            language=language if language in texts.LANGUAGES else who.language,
            own_digits=form.get("digits") == "own",
            own_era=form.get("era") == "own",
        ),
    )
    return Redirect("/me?done=kept", status_code=303)


ROUTER = Router("/", route_handlers=[show, keep])
