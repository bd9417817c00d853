"""How often the parts of a station look by themselves, without a hint that there is something to see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two looks; whoever lets a week go by in a minute looks less often."""

    bearers: float = 0.5
    outbox: float = 5.0  # a missed hint costs at most so much
    links: float = 15.0  # how soon what a dead worker had in hand is seen to be free
    overdue: float = 30.0
    guesses: float = 20.0
    heads: float = 60.0  # whether partners are due a head of the record
    retention: float = 60.0
    alarms: float = 2.0
    words: float = 1.0  # how far search may be behind a batch
    roster: float = 60.0  # another worker's change comes by a hint too; this is for hints that were lost
    notices: float = 5.0  # whether the store's notices are those on the board


USUAL = Pace()
