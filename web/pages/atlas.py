"""The map: reports by type and age on the five countries, nearer by links, without a script."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Response, Router, get
from litestar.di import NamedDependency

from gateway.desk.desk import Desk
from gateway.desk.period import days
from gateway.desk.shift.asked import Asked
from gateway.desk.shift.seeing import Seeing
from gateway.desk.values import Person
from web import access
from web.days import wrong_in
from web.geography.blobs import blobs_of, labels_of
from web.geography.sight import COARSE, FURTHEST, Sight, borders, degrees, looking_at, spot_in
from web.pages.asking import lately, wanted_in
from web.pages.messages import number_in
from web.render import Looks, Renderer

USUAL = 30  # days
_NEAR = 5  # how near a crossing is looked at that was chosen by name
_MOST_ROWS = 18
MOVES = (
    ("←", "West", -0.5, 0.0),
    ("↑", "North", 0.0, -0.5),
    ("↓", "South", 0.0, 0.5),
    ("→", "East", 0.5, 0.0),
)


def sight_of(request: access.Asked, desk: Desk) -> Sight:
    """Read where an address looks: `at` is a place or a point, `zoom` how near."""
    at = access.clean(request.query_params.get("at", ""))[:40]
    point = spot_in(at) or (desk.words.where(at) if at else None)
    zoom = number_in(request.query_params.get("zoom", ""))
    usual = _NEAR if point else 0
    return looking_at(min(usual if zoom is None else zoom, FURTHEST), point)


@get("/map")
async def show(
    request: access.Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    seeing: NamedDependency[Seeing],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    first, last = lately(request, desk, USUAL)
    wanted = wanted_in(request, desk, "all")
    pins = await seeing.pins(who, Asked(wanted, days(first, last, ZoneInfo(desk.office.zone))))
    sight, crossings = sight_of(request, desk), seeing.crossings(who)
    blobs = blobs_of(pins, sight, desk.clock.now())
    kept = urlencode({**wanted.query(), "from": first, "to": last})
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page(
        "map.html",
        looks,
        **staff,
        here="shift",
        wrong=wrong_in(request.query_params),
        days=(first, last),
        wanted=wanted,
        sight=sight,
        coarse=sight.zoom >= COARSE,
        borders=borders(),
        blobs=blobs,
        labels=labels_of(blobs, crossings, sight),
        crossings=crossings,
        pins=pins[:_MOST_ROWS],
        unlisted=len(pins) - _MOST_ROWS,
        total=sum(pin.count for pin in pins),
        ways=_ways(sight, kept),
        whole=f"/map?{kept}",
        nearer=[_to(looking_at(sight.zoom + 1, degrees(blob.x, blob.y)), kept) for blob in blobs],
        furthest=FURTHEST,
    )


def _ways(sight: Sight, kept: str) -> list[tuple[str, str, str]]:
    """Return (sign, word, address) of each way to move."""
    near = [("+", "Nearer", sight.moved(zoom=1))] if sight.zoom < FURTHEST else []
    far = [("−", "Further", sight.moved(zoom=-1))] if sight.zoom else []
    aside = [(sign, word, sight.moved(east=east, south=south)) for sign, word, east, south in MOVES]
    return [(sign, word, _to(to, kept)) for sign, word, to in near + far + aside if to != sight]


def _to(sight: Sight, kept: str) -> str:
    lat, lon = sight.middle
    return f"/map?{kept}&zoom={sight.zoom}&at={lat:.4f},{lon:.4f}"


ROUTER = Router("/", route_handlers=[show])
