"""Metrics for a Prometheus: to the same machine as it is, from elsewhere with a token of that scope."""

from ipaddress import ip_address
from typing import Any

from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from gateway.desk.desk import Desk
from gateway.desk.tokens import Scope, Tokens
from gateway.desk.values import Person
from web.api.bearer import LacksScopeError, NoTokenError, shown
from web.exposition import MEDIA_TYPE, written
from web.metrics import families

_NOBODY = Person("metrics", "", "", "en", "")  # no agency: figures of the whole office, and no rights


@get("/metrics")
async def metrics(
    request: Request[Any, Any, State],
    desk: NamedDependency[Desk],
    tokens: NamedDependency[Tokens],
) -> Response[str]:
    if not _from_here(request):
        found = await tokens.bearer(shown(request), Scope.METRICS, "GET /metrics")
        if found is None:
            raise NoTokenError
        if isinstance(found, Scope):
            raise LacksScopeError(detail=f"This token lacks the scope {found}.")
    health, overview = await desk.health(), await desk.overview(_NOBODY)
    told = families(health, desk.machine(), desk.board.standing(), overview, desk.clock.now())
    return Response(written(told), media_type=MEDIA_TYPE)


def _from_here(request: Request[Any, Any, State]) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


ROUTER = Router("/", route_handlers=[metrics])
