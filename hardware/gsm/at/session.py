"""One conversation with a modem, a command at a time; it knows no port and no clock.

A command without a final result in time leaves the two sides out of step: its result may still come and
would answer the next command. So the session sends ESC (which also ends a prompt, TS 27.005, 3.5.1) and a
bare AT, and takes up no new command until the line has been quiet. A final result that nobody waits for
means the same doubt, and the same cure.

A command with a body (AT+CMGS) may hang for minutes, and nothing can be read meanwhile. So it makes way:
after 20 s once something was announced, after 60 s at any rate, since no network that answers takes longer
(TR1M, TS 24.011, 10). Making way is the same ESC and AT; what is said of it until its time is over counts.
"""

from typing import Final

from hardware.gsm.at.classify import Awaited, Kind, classify, octets_of
from hardware.gsm.at.effects import Died, Effect, Finished, Unasked, Wait, Write
from hardware.gsm.at.splitter import Splitter
from hardware.gsm.at.states import NEXT, Event, State
from hardware.gsm.at.words import Answer, Command, Result, refusal_of

ESCAPE: Final = b"\x1b"
CTRL_Z: Final = b"\x1a"
PROBE_S: Final = 1.0
PROBES: Final = 6
QUIET_S: Final = 0.15  # after the last result that was owed
OWED_S: Final = 1.0  # while a result is still owed
NOISY_S: Final = 3.0  # once there was noise in an answer: it may have hit the final result
HINTED_S: Final = 20.0  # after the body, when something waits to be read
BLIND_S: Final = 60.0  # after the body, when nothing is known to
LINES_AT_MOST: Final = 4096  # an answer longer than this is babble, and its time runs out
STRAYS_AT_MOST: Final = 64


class Session:
    """Bytes and time-outs in, effects out. A new one is in doubt: its first command waits for a probe."""

    def __init__(self) -> None:
        self.state = State.IDLE
        self._splitter = Splitter()
        self._doubt = True
        self._due: Command | None = None  # waits for the probe
        self._running: Command | None = None
        self._answer: Answer | None = None  # what to say when settled
        self._lines: list[str] = []
        self._strays: list[str] = []
        self._urc_head: str | None = None
        self._answer_octets: int | None = None
        self._noisy = False
        self.body_given = False  # the running command's body is on its way
        self._announced = False  # since the running command began
        self._patient = False  # the body was given 20 s ago, and nobody had announced anything
        self._probes_left = PROBES
        self._owed = 0  # final results the modem still owes us
        self._probes = 0
        self._effects: list[Effect] = []

    def start(self, command: Command) -> list[Effect]:
        """Begin `command`; the session must be idle."""
        if self._doubt:
            self._due = command
            self._move(Event.DOUBT)
            self._probe()
        else:
            self._begin(command)
        return self._flush()

    def receive(self, data: bytes) -> list[Effect]:
        """Take what the modem said; any bytes will do."""
        for line in self._splitter.feed(data):
            self._hear(line)
        return self._flush()

    def expire(self) -> list[Effect]:
        """Take note that the time of the last `Wait` is over."""
        if self.state is State.PROMPTING:
            self._fail(Answer(Result.NO_PROMPT))
        elif self.state is State.ANSWERING:
            self._answer_is_late()
        elif self.state is State.PROBING:
            self._probe_again()
        elif self.state is State.SETTLING:
            self._settled()
        return self._flush()

    def announced(self) -> list[Effect]:
        """Take note that something waits to be read: a body that hangs makes way."""
        self._announced = True
        if self.state is State.ANSWERING and self._patient:
            self._answer_is_late()
        return self._flush()

    def doubt(self) -> None:
        """Make sure of being in step before the next command."""
        self._doubt = True

    def _flush(self) -> list[Effect]:
        effects, self._effects = self._effects, []
        return effects

    def _move(self, event: Event) -> None:
        self.state = NEXT[self.state, event]

    def _begin(self, command: Command) -> None:
        self._running, self._lines = command, []
        self._answer_octets, self._noisy, self.body_given = None, False, False
        self._announced = self._patient = False
        self._probes_left = PROBES
        self._move(Event.START if command.body is None else Event.START_BODY)
        wait_s = command.wait_s if command.body is None else command.prompt_s
        self._effects += [Write(command.line.encode("ascii") + b"\r"), Wait(wait_s)]

    def _hear(self, line: str) -> None:
        kind = classify(line, self._awaited())
        if kind in {Kind.URC, Kind.URC_HEAD, Kind.URC_TAIL}:
            self._hear_urc(kind, line)
        elif kind is Kind.FINAL:
            self._urc_head = None
            self._hear_final(line)
        elif kind is Kind.PROMPT:
            self._give_body()
        elif kind in {Kind.ANSWER, Kind.ANSWER_TAIL}:
            self._hear_answer(kind, line)
        elif kind is Kind.NOISE:
            self._hear_noise()

    def _awaited(self) -> Awaited:
        running = self._running if self.state in {State.PROMPTING, State.ANSWERING} else None
        head = self._urc_head
        return Awaited(
            command=running,
            prompt=self.state is State.PROMPTING,
            urc_octets=None if head is None else octets_of(head),
            answer_octets=self._answer_octets,
        )

    def _hear_urc(self, kind: Kind, line: str) -> None:
        if kind is Kind.URC_HEAD:
            self._urc_head = line
        elif kind is Kind.URC_TAIL and self._urc_head is not None:
            self._effects.append(Unasked(self._urc_head, line))
            self._urc_head = None
        else:
            if self.state in {State.PROBING, State.SETTLING} and len(self._strays) < STRAYS_AT_MOST:
                self._strays.append(line)
            self._effects.append(Unasked(line))

    def _hear_answer(self, kind: Kind, line: str) -> None:
        command = self._running
        if command is None:
            return
        self._answer_octets = octets_of(line) if command.paired and kind is Kind.ANSWER else None
        if len(self._lines) < LINES_AT_MOST:
            self._lines.append(line)
            hurried = self._noisy or command.body is not None  # what is left to come is the final result
            self._effects.append(Wait(min(NOISY_S, command.wait_s) if hurried else command.wait_s))

    def _hear_noise(self) -> None:
        if self.state is State.ANSWERING and self._running is not None and self._running.body is None:
            self._noisy = True
            self._effects.append(Wait(min(NOISY_S, self._running.wait_s)))

    def _hear_final(self, line: str) -> None:
        if self.state in {State.PROMPTING, State.ANSWERING}:
            self._finish(line)
        elif self.state in {State.PROBING, State.SETTLING}:
            self._owed -= 1
            self._move(Event.FINAL)
            self._effects.append(Wait(QUIET_S if self._owed <= 0 else OWED_S))
        else:
            self._doubt = True

    def _give_body(self) -> None:
        command = self._running
        if command is None or command.body is None:
            return
        self._move(Event.PROMPT)
        self.body_given = True
        self._effects += [
            Write(command.body.encode("ascii") + CTRL_Z),
            Wait(min(HINTED_S, command.wait_s)),
        ]

    def _answer_is_late(self) -> None:
        """Give up, unless it is a body that may take longer and nobody waits."""
        command = self._running
        if command is not None and self.body_given and not self._lines:
            if not (self._announced or self._patient) and command.wait_s > HINTED_S:
                self._patient = True
                self._effects.append(Wait(min(BLIND_S, command.wait_s) - HINTED_S))
                return
            spent = BLIND_S if self._patient else HINTED_S
            self._probes_left = max(PROBES, int((command.wait_s - spent) / PROBE_S))
        self._fail(Answer(Result.LATE, tuple(self._lines)))

    def _finish(self, line: str) -> None:
        refusal = refusal_of(line)
        answer = Answer(Result.ERROR if refusal else Result.OK, tuple(self._lines), refusal)
        if refusal and self._running is not None and self._running.settles:
            self._answer, self._owed = answer, 0
            self._move(Event.DOUBLE)
            self._effects.append(Wait(QUIET_S))
            return
        self._move(Event.FINAL)
        self._end(answer)

    def _end(self, answer: Answer) -> None:
        self._running, self._answer, self._answer_octets = None, None, None
        self._effects += [Wait(None), Finished(answer)]

    def _fail(self, answer: Answer) -> None:
        self._answer, self._owed = answer, 1
        self._running, self._answer_octets = None, None
        self._move(Event.LATE)
        self._probe()

    def _probe(self) -> None:
        self._probes, self._strays = 1, []
        self._owed += 1
        self._effects += [Write(ESCAPE), Write(b"AT\r"), Wait(PROBE_S)]

    def _probe_again(self) -> None:
        if self._probes >= self._probes_left:
            self._move(Event.GIVE_UP)
            self._end(self._answer or Answer(Result.LATE))
            self._effects.append(Died())
            return
        self._move(Event.LATE)
        self._probes += 1
        # Every second time in words that also undo Q1 and V0, under which no result would be recognised.
        line = b"ATE0Q0V1\r" if self._probes % 2 == 0 else b"AT\r"
        self._effects += [Write(ESCAPE), Write(line), Wait(PROBE_S)]

    def _settled(self) -> None:
        """Go on: the line is quiet, and both sides are in step again."""
        self._move(Event.LATE)
        self._doubt, self._owed = False, 0
        answer, due = self._answer, self._due
        self._due = None
        if answer is not None:
            strays = tuple(self._strays) if answer.result is Result.LATE else ()
            self._end(Answer(answer.result, answer.lines, answer.refusal, strays))
        elif due is not None:
            self._begin(due)
