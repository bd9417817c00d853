"""The trouble that a plan has in store: ends of lives, clocks that jump, full disks, flapping links."""

import asyncio
import random
from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime
from typing import Any, Final

from tests.simulation.home import Home
from tests.simulation.life import End
from tests.simulation.link import Path as Way
from tests.simulation.plan import DAY, HOUR, Plan
from tests.simulation.sim_card import soon

WEEK: Final = 7 * DAY
_AGAIN_S: Final = 600.0
_1970: Final = datetime(1970, 1, 1, tzinfo=UTC)
_2038: Final = datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
Later = Callable[[float, Callable[[], Any]], None]


class Trouble:
    """Puts it all on the calendar; once it is over, no life ends any more by its doing."""

    def __init__(self, plan: Plan, dice: random.Random, later: Later) -> None:
        self.plan, self._dice, self.later = plan, dice, later
        self._rare = plan.dice("losses")  # dice of its own: a run without a loss is as it was
        self.over = False
        self._tasks: set[asyncio.Task[None]] = set()

    def wakes(self, home: Home) -> None:
        """Let a board without a battery wake in 1970, one time in four."""
        if self._dice.random() < 0.25:
            home.clock.jump(_1970)
            self.later(soon(self._dice, HOUR, 12 * HOUR), lambda: home.clock.jump(None))

    def office(self, home: Home) -> None:
        trouble, dice = self.plan.trouble, self._dice
        for how, rate in ((End.KILL, trouble.kills), (End.CUT, trouble.cuts)):
            for _ in range(self._often(rate)):
                self.later(dice.uniform(0, self.plan.end), lambda how=how: self._arm(home, how))
        for _ in range(self._often(trouble.stops)):
            self.later(dice.uniform(0, self.plan.end), lambda: self._stop(home))
        for _ in range(self._often(trouble.jumps)):
            self._for_a_while(lambda: home.clock.jump(_2038), lambda: home.clock.jump(None))
        for name, rate in (("full", trouble.full), ("plugged", trouble.unplugged)):
            for _ in range(self._often(rate)):
                bad = name == "full"
                self._for_a_while(
                    lambda name=name, bad=bad: setattr(home, name, bad),
                    lambda name=name, bad=bad: setattr(home, name, not bad),
                )

        for _ in range(self._often(trouble.losses / self.plan.offices, self._rare)):
            at = self._rare.uniform(0, self.plan.end)
            self.later(at, lambda: self._back_up(home))
            self.later(at + soon(self._rare, HOUR, 2 * DAY), lambda: self._lose(home))

    def _often(self, rate: float, dice: random.Random | None = None) -> int:
        whole, rest = divmod(rate * self.plan.end / WEEK, 1.0)
        return int(whole) + ((dice or self._dice).random() < rest)

    def _back_up(self, home: Home) -> None:
        if home.life is None or home.life.dead:
            self.later(_AGAIN_S, lambda: self._back_up(home))
        else:
            home.machine.back_up(home.life.store, home.clock.now())

    def _lose(self, home: Home) -> None:
        """Lose the machine; what comes up next is another one, with what the last backup had."""
        if self.over:
            return
        if home.life is None or home.life.dead or not home.machine.file.exists():
            self.later(_AGAIN_S, lambda: self._lose(home))
            return
        home.machine.lose(home.life.store)
        home.life.end(End.LOST)

    def _for_a_while(self, begin: Callable[[], Any], end: Callable[[], Any]) -> None:
        at = self._dice.uniform(0, self.plan.end)
        self.later(at, begin)
        self.later(at + soon(self._dice, 300.0, HOUR), end)

    def _arm(self, home: Home, how: End) -> None:
        """End the life at one of its next steps, or in half an hour wherever it is."""
        life = home.life
        if life is None or life.dead or self.over:
            return
        life.fuse = (self._dice.randrange(1, 25), how)
        self.later(1800.0, lambda: life.end(how, "by the clock"))

    def _stop(self, home: Home) -> None:
        if home.life is not None and not home.life.dead:
            task = asyncio.get_running_loop().create_task(home.life.stop(), context=Context())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def way(self, way: Way) -> None:
        count = self._often(self.plan.trouble.flaps)
        for _ in range(count):
            self._for_a_while(lambda: way.flap(up=False), lambda: way.flap(up=True))
