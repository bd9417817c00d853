"""Answers that a test has ordered in place of the true ones, a number of times for each command."""

from collections import deque
from dataclasses import dataclass

from hardware.sim.modem.settings import bare_name

SILENCE = "silence"  # the command is not carried out, and no answer comes
LOST = "lost"  # it is carried out, and no answer comes
ANY = "*"
PROMPT = "PROMPT"  # in place of a command: the `> ` of CMGS and CMGW


@dataclass(slots=True)
class Fault:
    """What to say in place of an answer (`+CMS ERROR: 500`, `silence`, `lost`), and how often still."""

    instead: str
    left: int


class Faults:
    """Ordered faults by command, the oldest first."""

    def __init__(self) -> None:
        self._ordered: dict[str, deque[Fault]] = {}

    def order(self, command: str, instead: str, count: int) -> None:
        self._ordered.setdefault(bare_name(command), deque()).append(Fault(instead, count))

    def take(self, command: str) -> str | None:
        """Return what to say in place of this command's answer, and count it."""
        queue = self._ordered.get(command) or self._ordered.get(ANY)
        if not queue:
            return None
        fault = queue[0]
        fault.left -= 1
        if fault.left <= 0:
            queue.popleft()
        return fault.instead

    def left(self) -> dict[str, int]:
        counts = {name: sum(fault.left for fault in queue) for name, queue in self._ordered.items()}
        return {name: count for name, count in counts.items() if count}
