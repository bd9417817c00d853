"""One figure of a benchmark, and what a group of them is: something that measures and tells how far it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: `n` is how many samples stand behind `value`.

    `limit` is what it must not exceed, or must reach if `at_least`. `beside` are other programs' values on
    the same work in the same run; None is one that had not done it when our patience ended. `note` says in
    a few words what a table's reader should know, such as the spread.
    """

    figure: str
    value: float
    unit: str
    n: int
    limit: float | None = None
    at_least: bool = False
    beside: Mapping[str, float | None] = field(default_factory=dict[str, float | None])
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Tell whether the limit is kept; None without one."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def to_json(self) -> dict[str, object]:
        """Return what `bench --json` prints; without a limit or others beside it, those keys are absent."""
        found: dict[str, object] = {
            "figure": self.figure,
            "value": self.value,
            "unit": self.unit,
            "n": self.n,
        }
        if self.limit is not None:
            found["limit"] = self.limit
        if self.beside:
            found["beside"] = dict(self.beside)
        return found


class Teller(Protocol):
    """Who is told how far a measurement is, and what stood in its way."""

    def begin(self, what: str, steps: int) -> None:
        """Say that `what` begins and takes so many steps; what was under way before is over."""
        ...

    def step(self) -> None:
        """Say that one more step is done."""
        ...

    def say(self, sentence: str) -> None:
        """Tell the reader something that no figure says."""
        ...


Group = Callable[[Teller], Iterator[Figure]]  # what each module of a group calls `figures`


def middle(values: list[float]) -> float:
    """Return the median, the lower of two."""
    return sorted(values)[(len(values) - 1) // 2]


def percentile(values: list[float], percent: float) -> float:
    """Return the value that `percent` of the samples do not exceed (nearest rank)."""
    rank = -(-len(values) * percent // 100)
    return sorted(values)[max(0, int(rank) - 1)]
