"""What the office looks like from above: figures, the map, and the situation on one page."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from gateway.desk.desk import Desk
from gateway.desk.period import Period
from gateway.desk.rows import Naming
from gateway.desk.shift.asked import Asked
from gateway.desk.shift.figures import Figures, figures
from gateway.desk.shift.pins import Crossing, Pin, crossings, pins
from gateway.desk.shift.situation import Situation, situation
from gateway.desk.values import Person


@dataclass(frozen=True, slots=True)
class Seeing:
    """One office seen from above, by one who may see what he may see."""

    desk: Desk

    async def figures(self, who: Person, asked: Asked) -> Figures:
        """Count what is asked for."""
        zone, naming, which = self._zone(), self._naming(who), asked.conditions(who)
        return await self.desk.store.read(lambda conn: figures(conn, which, zone, naming))

    async def pins(self, who: Person, asked: Asked) -> list[Pin]:
        """Return what is asked for by place and type, the newest first."""
        naming, which = self._naming(who), asked.conditions(who)
        return await self.desk.store.read(lambda conn: pins(conn, which, naming))

    async def situation(self, who: Person, period: Period) -> Situation:
        """Return the situation of a time."""
        zone, naming = self._zone(), self._naming(who)
        return await self.desk.store.read(lambda conn: situation(conn, who, period, zone, naming))

    def crossings(self, who: Person) -> list[Crossing]:
        """Return the places that the map knows by name."""
        return crossings(self._naming(who))

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.office.zone)

    def _naming(self, who: Person) -> Naming:
        return Naming(self.desk.words, who.language, dict(self.desk.partners))
