"""Which program is asking: the token in its header, never a cookie, and whether it may do this."""

from typing import Any, Final

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException

from gateway.desk.roles import Right
from gateway.desk.tokens import Scope, Tokens
from gateway.desk.values import Person

SCOPE: Final = "scope"  # what each handler's `opt` says it takes
RIGHT: Final = "right"  # what some say besides: a right that not every account has
READ: Final = {SCOPE: Scope.READ}
ACT: Final = {SCOPE: Scope.ACT}
RELEASE: Final = {SCOPE: Scope.RELEASE}
_WAY: Final = {"www-authenticate": 'Bearer realm="patrolwire"'}
Asking = Request[Any, Any, State]


class NoTokenError(NotAuthorizedException):
    """No token was shown, or one that does not hold."""

    def __init__(self) -> None:
        super().__init__(detail="Show a token that holds: Authorization: Bearer pwt_...", headers=_WAY)


class LacksScopeError(PermissionDeniedException):
    """The token holds, but not for this."""


async def provide_program(request: Asking, tokens: NamedDependency[Tokens]) -> Person:
    """Return for whom a program asks; the handler's `opt` names the scope its token needs, and any right."""
    scope: Scope = request.route_handler.opt[SCOPE]
    found = await tokens.bearer(shown(request), scope, f"{request.method} {request.url.path}"[:200])
    if found is None:
        raise NoTokenError
    if isinstance(found, Scope):
        raise LacksScopeError(detail=f"This token lacks the scope {found}.")
    right: Right | None = request.route_handler.opt.get(RIGHT)
    if right is not None and not found.may(right):
        raise LacksScopeError(detail=f"This token's account lacks the right {right}.")
    return found


def shown(request: Asking) -> str:
    """Return the token in the header; empty when there is none, or another scheme."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
