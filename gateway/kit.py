"""What a station has at hand, made once and handed in everywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from codes.book import Book
from codes.context import Context
from codes.load import in_force
from gateway.clock import Clock
from gateway.office import card, keys, policy
from gateway.office.card import Card
from gateway.office.config import Config, Partner, Rule
from gateway.office.keys import Keys
from gateway.office.roster import Roster, roster_of
from gateway.pace import USUAL, Pace


def _nobody(_: str) -> bool:
    return False


class Voice(Protocol):
    """What reading and answering need of a bearer; see `hardware.bearer.Bearer`."""

    def measure(self, text: str) -> int: ...

    def join(self, raws: Sequence[bytes]) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Kit:
    """One office's means.

    `rules` are those whose signature held, `void_rules` the names of the others; `voices` are
    the bearers by name, as far as texts are concerned; `able` says of a role whether it may take an alarm.
    """

    config: Config
    keys: Keys
    cards: dict[str, Card]
    book: Book
    roster: Roster
    rules: tuple[Rule, ...]
    void_rules: tuple[str, ...]
    clock: Clock
    voices: Mapping[str, Voice]
    pace: Pace = USUAL
    able: Callable[[str], bool] = _nobody

    @property
    def code(self) -> str:
        return self.config.office.code

    def partner(self, code: str) -> Partner | None:
        """Return the partner of that code, if it is one of ours."""
        return next((one for one in self.config.partner if one.code == code), None)

    def held(self, kind: str) -> bool:
        """Say whether reports of this type cross only by a person's release; an unknown type does."""
        return kind not in self.book.types or self.book.types[kind].held

    def control(self, kind: str | None) -> bool:
        """Say whether this is a control word, which is obeyed or answered and never filed."""
        return kind is not None and kind in self.book.types and self.book.types[kind].control

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.office.zone)

    def context(self, language: str, sent_at: datetime | None) -> Context:
        """Return what decoding needs to know of here and now."""
        now = self.clock.now()
        offset = self.zone.utcoffset(now) or timedelta()
        minutes = int(offset.total_seconds() // 60)
        return Context(now, self.code, language, sent_at=sent_at, offset_minutes=minutes)


def kit_of(
    config: Config,
    clock: Clock,
    voices: Mapping[str, Voice],
    pace: Pace = USUAL,
    able: Callable[[str], bool] = _nobody,
) -> Kit:
    """Gather the kit of a configured office; ConfigError says what is missing."""
    office = config.office
    good, void = policy.signed(config.rule, office.code, office.authority)
    return Kit(
        config=config,
        keys=keys.load(config.path(config.keys)),
        cards={one.code: card.read(config.path(one.card)) for one in config.partner},
        book=in_force(clock.now().date()),
        roster=roster_of(config.officer),
        rules=tuple(good),
        void_rules=tuple(rule.name for rule in void),
        clock=clock,
        voices=voices,
        pace=pace,
        able=able,
    )
