"""The API's addresses put together, and how they describe themselves."""

from litestar import Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from web.api import acting, changing, crossing, joining, keeping, lane, reading, shift
from web.api.asking import provide_wanted
from web.api.bearer import provide_program

PATH = "/api/v1"
_ROOMS = (reading, shift, keeping, acting, joining, changing, crossing, lane)


def router() -> Router:
    """Return the API, made anew for each application."""
    return Router(
        PATH,
        route_handlers=[handler for room in _ROOMS for handler in room.HANDLERS],
        dependencies={
            "who": Provide(provide_program),
            "wanted": Provide(provide_wanted, sync_to_thread=False),
        },
        include_in_schema=True,
        security=[{"token": []}],
    )


def description() -> OpenAPIConfig:
    """Return how the API describes itself at `/api/v1/openapi.json`; no page is in it."""
    token = SecurityScheme(type="http", scheme="bearer", description="made by an administrator at /tokens")
    return OpenAPIConfig(
        title="Patrolwire",
        version="1",
        path=f"{PATH}/openapi.json",  # Litestar answers all beneath this path by itself, 404s too
        render_plugins=[JsonRenderPlugin(path="/")],
        components=Components(security_schemes={"token": token}),
    )
