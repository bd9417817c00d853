"""What is said of one office when all is quiet, beside all that the others hold."""

from collections.abc import Collection, Iterator

from gateway.audit.witness import doubts
from tests.simulation import checks
from tests.simulation.checks import Office
from tests.simulation.held import Held


def judged(office: Office, held: dict[str, Held], restored: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each thing that does not hold; of `restored` offices a doubted record is true."""
    mine, life = held[office.home.code], office.home.life
    for check in checks.ALONE:
        yield from check(office, mine)
    if life is not None:
        yield from life.store.read_now(lambda conn: list(checks.acknowledged(conn, office.home)))
        said = life.store.read_now(lambda conn: doubts(conn, life.station.kit.config))
        yield from (one for one in said if one[:3] not in restored)
        yield from checks.crossed(office, mine, held, life.station.kit)
    yield from checks.kept(office, mine, held)
    yield from checks.exchanged(office, mine, held)
