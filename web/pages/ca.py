"""The root certificate for the other PCs of the office: its file, its fingerprint, the steps."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from gateway.desk.desk import Desk
from gateway.desk.roles import Right
from gateway.desk.values import Person
from web.render import Looks, Renderer


@get("/ca")
async def show(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    if not who.may(Right.ROOT):
        raise NotFoundException
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page("ca.html", looks, **staff, here="health", root=desk.machine().certificate)


@get("/ca/root.crt")
async def download(who: NamedDependency[Person], desk: NamedDependency[Desk]) -> Response[bytes]:
    """Return the root's certificate, without its key; 404 where the console speaks no TLS."""
    root = desk.machine().certificate if who.may(Right.ROOT) else None
    if root is None:
        raise NotFoundException
    headers = {"content-disposition": f'attachment; filename="patrolwire-{desk.office.code}.crt"'}
    return Response(root.file, media_type="application/x-x509-ca-cert", headers=headers)


ROUTER = Router("/", route_handlers=[show, download])
