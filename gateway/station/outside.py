"""What a station stands on and does not make itself: time, chance, its bearers and its ways to partners."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.clock import Clock, SystemClock
from gateway.links.https import HttpsLink
from gateway.links.link import Link
from gateway.office.card import Card
from gateway.office.config import Config, Partner
from gateway.pace import USUAL, Pace
from gateway.station.bearers import Called, bearers_of
from hardware.bearer import Bearer


def _https(partner: Partner, card: Card) -> Link:
    return HttpsLink(partner.url, card)


@dataclass(frozen=True, slots=True)
class Outside:
    """The machine's own, unless others are handed in; `uniform` gives 0 to 1."""

    clock: Clock = field(default_factory=SystemClock)
    uniform: Callable[[], float] = random.SystemRandom().random
    bearers: Callable[[Config, Called], list[Bearer]] = bearers_of
    link: Callable[[Partner, Card], Link] = _https
    pace: Pace = USUAL
