"""What the network gave against what the offices have, and the difference in words."""

from collections import Counter
from dataclasses import dataclass, field

from tests.soak import Note


@dataclass
class Given:
    """What a test let come in: whole texts, and the quantities of those that are reports."""

    texts: Counter[str] = field(default_factory=Counter)
    quantities: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted.

    `lost` and `strange` are PDUs that the network gave and the office lacks, and the other way round;
    `doubled` are those that the office has twice; `across` are the quantities that its partner has.
    """

    given: int
    lost: Counter[str]
    strange: Counter[str]
    doubled: list[str]
    left: int
    texts: Counter[str]
    quantities: list[str]
    across: list[str]
    replies: Counter[str]

    def __str__(self) -> str:
        replies = Counter(self.replies.values())
        return (
            f"{self.given} PDUs given, {self.lost.total()} lost, {len(self.doubled)} kept twice; "
            f"{len(self.quantities)} reports filed, {len(self.across)} across; "
            f"{len(self.replies)} answers sent, {replies[2]} of them twice"
        )


def note(record_property: Note, tally: Tally) -> None:
    """Say in the table of the full campaigns what was lost and what is twice."""
    record_property("lost", tally.lost.total())
    record_property("twice", len(tally.doubled))


def differences(given: Given, tally: Tally) -> list[str]:
    """Say what is not as promised, in words a failing test can show."""
    wanted = Counter(given.quantities)
    found = {
        "PDUs lost": tally.lost.total(),
        "PDUs that nobody sent": tally.strange.total(),
        "PDUs kept twice": len(tally.doubled),
        "messages left on a SIM": tally.left,
        "texts lost": (given.texts - tally.texts).total(),
        "texts too many": (tally.texts - given.texts).total(),
        "reports lost": (wanted - Counter(tally.quantities)).total(),
        "reports too many": (Counter(tally.quantities) - wanted).total(),
        "reports not across": (wanted - Counter(tally.across)).total(),
        "reports across too often": (Counter(tally.across) - wanted).total(),
        "replies sent more than twice": sum(count > 2 for count in tally.replies.values()),
    }
    return [f"{count} {what}" for what, count in found.items() if count]
