"""Whether the station is up and its bearers are in use: for whoever starts it, without signing in."""

from http import HTTPStatus

from litestar import MediaType, Response, Router, get
from litestar.di import NamedDependency

from gateway.board.caretaker import BEARER
from gateway.desk.desk import Desk


@get("/ready", media_type=MediaType.TEXT)
async def ready(desk: NamedDependency[Desk]) -> Response[str]:
    """Answer 200 once every bearer is in use, 503 until then; says nothing of which."""
    waiting = any(one.name.startswith(BEARER) for one in desk.board.standing())
    status = HTTPStatus.SERVICE_UNAVAILABLE if waiting else HTTPStatus.OK
    return Response("waiting for the hardware" if waiting else "ready", status_code=status)


ROUTER = Router("/", route_handlers=[ready])
