"""The modem without IO: bytes in, bytes out, one command at a time, and the time handed in.

A command line is worked off by a generator that yields the seconds the modem takes; whoever drives the
core calls `tick` again when `due` says so. What is said unasked goes out at once, even before the answer
to a command that is under way, but never between a prompt and its PDU.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial

from hardware.sim.modem import faults
from hardware.sim.modem.answers import ERROR, OK, Answer, Failure, Outcome, Prompt
from hardware.sim.modem.arrivals import admit
from hardware.sim.modem.commands import COMMANDS
from hardware.sim.modem.faults import PROMPT, Faults
from hardware.sim.modem.line import MAX_LINE, Call, Form, parse_line
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.typed import Typed

OUTPUT_PAUSE = 16_384  # bytes unread by the client, above which no further command is taken up
OUTPUT_LIMIT = 65_536  # the same, above which nothing more is said unasked
NUMERIC = {"OK": "0", "NO CARRIER": "3", "ERROR": "4"}  # ATV0 (V.250, 5.7.1)

Work = Generator[float, None, Outcome | None]


@dataclass(slots=True)
class Counts:
    """What went over the line."""

    bytes_in: int = 0
    bytes_out: int = 0
    lines: int = 0
    unasked: int = 0
    unasked_dropped: int = 0
    unplugged: int = 0


class Modem:
    """Feed it, tick it, and send on what stands in `out`."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.faults = Faults()
        self.counts = Counts()
        self.out = bytearray()
        self._typed = Typed(self._echo)
        self._work: Iterator[float] | None = None
        self._ready = 0.0
        self._prompt: tuple[Call, Prompt] | None = None
        self._held: deque[str] = deque()

    @property
    def wants_input(self) -> bool:
        return self._typed.has_room

    def feed(self, data: bytes, now: float) -> None:
        """Take bytes from the client."""
        self.counts.bytes_in += len(data)
        self._typed.add(data)
        self.tick(now)

    def tick(self, now: float) -> None:
        """Do all that can be done by `now`, monotonic seconds."""
        self.machine.now = now
        self.machine.network.tick(now)
        self._announce()
        while self._step(now):
            self._announce()

    def due(self) -> float | None:
        """Return when to tick again if nothing else happens."""
        confirm = self.machine.unconfirmed
        times = (
            self._ready if self._work else None,
            self.machine.network.due(),
            confirm[1] if confirm else None,
        )
        return min((time for time in times if time is not None), default=None)

    def say(self, text: str) -> None:
        """Say a line unasked, after the prompt if one stands open; dropped when the client does not read."""
        if self._prompt is not None:
            self._held.append(text)
        elif len(self.out) > OUTPUT_LIMIT:
            self.counts.unasked_dropped += 1
        else:
            self.counts.unasked += 1
            self._put(f"\r\n{text}\r\n")

    def say_raw(self, data: bytes) -> None:
        """Put bytes on the line as they are: noise."""
        self._emit(data)

    def switch_off(self) -> None:
        """Lose power: what was under way is gone, what is stored stays."""
        self.counts.unplugged += 1
        self.machine.plugged = False
        self._work = self._prompt = None
        for buffer in (self.out, self._typed, self._held):
            buffer.clear()

    def switch_on(self) -> None:
        self.machine.power_up()
        self.machine.plugged = True

    def _announce(self) -> None:
        for text in admit(self.machine):
            self.say(text)

    def _step(self, now: float) -> bool:
        """Go on with what is under way, or take up the next line; False when nothing can be done now."""
        if self._work is None:
            return self._take_up(now)
        if self._ready > now:
            return False
        seconds = next(self._work, None)
        if seconds is None:
            self._work = None
        else:
            self._ready += seconds
        return True

    def _take_up(self, now: float) -> bool:
        if len(self.out) > OUTPUT_PAUSE:
            return False
        self._work = self._typed_body(*self._prompt) if self._prompt else self._typed_line()
        self._ready = now
        return self._work is not None

    def _typed_line(self) -> Iterator[float] | None:
        line = self._typed.line()
        return None if line is None else self._work_off(line)

    def _typed_body(self, call: Call, prompt: Prompt) -> Iterator[float] | None:
        typed = self._typed.body()
        if typed is None:
            return None
        self._prompt = None
        body, sent = typed
        return self._finish_prompt(call, prompt, body if sent else None)

    def _work_off(self, line: bytes) -> Iterator[float]:
        """Carry out the commands of one line, up to the first that fails; one result stands for all."""
        calls = [Call("?", Form.RUN)] if len(line) > MAX_LINE else parse_line(line)
        if calls is None:
            return
        self.counts.lines += 1
        outcome: Outcome | None = OK
        for call in calls:
            outcome = yield from self._carry_out(call)
            if isinstance(outcome, Prompt):
                self._prompt = (call, outcome)
            if not isinstance(outcome, Answer) or outcome.failure is not None:
                break
        self._conclude(outcome)

    def _carry_out(self, call: Call) -> Work:
        """Carry out one command and say its lines; a prompt's latency and faults come after the PDU."""
        command = COMMANDS.get(call.name)
        self.machine.commands[call.bare if command else "unknown"] += 1
        if command is None:
            return ERROR
        if refusal := command.refusal(self.machine.lock):
            return refusal
        run = partial(command.run, self.machine, call)
        if command.prompts:
            return self._instead(self.faults.take(PROMPT), run)
        return (yield from self._answer(call, run, paced=command.paced))

    def _finish_prompt(self, call: Call, prompt: Prompt, body: bytes | None) -> Iterator[float]:
        """Hand over what was typed, or give up when it ended in ESC."""
        outcome: Outcome | None = OK
        if body is not None:
            outcome = yield from self._answer(call, partial(prompt.then, body))
        self._conclude(outcome)
        while self._held:
            self.say(self._held.popleft())

    def _answer(self, call: Call, run: Callable[[], Outcome], *, paced: bool = False) -> Work:
        """Take the time it takes, then act and say what there is to say; None when no answer shall come."""
        seconds = 0.0 if call.form is Form.TEST else self.machine.settings.latency.get(call.bare, 0.0)
        if seconds and not paced:
            yield seconds
        outcome = self._instead(self.faults.take(call.bare), run)
        for line in outcome.lines if isinstance(outcome, Answer) else ():
            if seconds and paced:
                yield seconds
            self._put(f"\r\n{line}\r\n")
        return outcome

    def _instead(self, fault: str | None, run: Callable[[], Outcome]) -> Outcome | None:
        match fault:
            case None:
                return run()
            case faults.SILENCE:
                return None
            case faults.LOST:
                run()
                return None
            case words:
                return Answer(failure=Failure(words=words))

    def _conclude(self, outcome: Outcome | None) -> None:
        match outcome:
            case None:
                return
            case Prompt():
                self._put("\r\n> ")
            case Answer() if not self.machine.profile.quiet:
                failure = outcome.failure
                self._result(outcome.final if failure is None else failure.render(self.machine.profile.cmee))
            case Answer():
                return

    def _result(self, final: str) -> None:
        verbose = self.machine.profile.verbose
        self._put(f"\r\n{final}\r\n" if verbose else f"{NUMERIC.get(final, final)}\r")

    def _echo(self, data: bytes) -> None:
        if self.machine.profile.echo:
            self._emit(data)

    def _put(self, text: str) -> None:
        self._emit(text.encode("latin-1", "replace"))

    def _emit(self, data: bytes) -> None:
        if not self.machine.plugged:
            return
        self.counts.bytes_out += len(data)
        self.out += data
