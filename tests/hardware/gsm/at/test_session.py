"""Conversations without a port: what is written, what is answered, and what happens when nothing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.gsm.at.effects import Died, Effect, Finished, Unasked, Wait, Write
from hardware.gsm.at.session import CTRL_Z, ESCAPE, LINES_AT_MOST, PROBES, Session
from hardware.gsm.at.states import NEXT, State
from hardware.gsm.at.words import Answer, Command, Refusal, Result

LIST = Command("AT+CMGL=4", "+CMGL", paired=True, wait_s=60)
CSQ = Command("AT+CSQ", "+CSQ")
SEND = Command("AT+CMGS=3", "+CMGS", body="00040A0B", wait_s=180)
PDU, OTHER = "00040A", "00050B0C"


def in_step() -> Session:
    session = Session()
    session.start(Command("ATE0"))
    session.receive(b"\r\nOK\r\n")
    session.expire()
    session.receive(b"\r\nOK\r\n")
    assert session.state is State.IDLE
    return session


def written(effects: list[Effect]) -> bytes:
    return b"".join(effect.data for effect in effects if isinstance(effect, Write))


def answer(effects: list[Effect]) -> Answer:
    return next(effect.answer for effect in effects if isinstance(effect, Finished))


def unasked(effects: list[Effect]) -> list[Unasked]:
    return [effect for effect in effects if isinstance(effect, Unasked)]


def test_the_first_command_waits_until_both_are_in_step() -> None:
    session = Session()
    assert written(session.start(CSQ)) == ESCAPE + b"AT\r"
    effects = session.receive(b"+CMGS: 7\r\n\r\nOK\r\n\r\nERROR\r\n")
    assert not [effect for effect in effects if isinstance(effect, Finished)]
    assert written(session.expire()) == b"AT+CSQ\r"
    assert answer(session.receive(b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n")) == Answer(Result.OK, ("+CSQ: 20,99",))


def test_an_answer_with_echo_and_urcs_in_between() -> None:
    session = in_step()
    session.start(LIST)
    effects = session.receive(
        f"AT+CMGL=4\r\r\n+CMGL: 1,0,,2\r\n+CMT: ,3\r\n{OTHER}\r\n{PDU}\r\n".encode()
        + b'+CMTI: "SM",2\r\n\r\nOK\r\n'
    )
    assert answer(effects) == Answer(Result.OK, ("+CMGL: 1,0,,2", PDU))
    assert unasked(effects) == [Unasked("+CMT: ,3", OTHER), Unasked('+CMTI: "SM",2')]


def test_a_refusal_says_why() -> None:
    session = in_step()
    session.start(LIST)
    assert answer(session.receive(b"+CMS ERROR: 321\r\n")) == Answer(
        Result.ERROR, (), Refusal("CMS", 321, "321")
    )


def test_a_body_goes_out_after_the_prompt_only() -> None:
    session = in_step()
    assert written(session.start(SEND)) == b"AT+CMGS=3\r"
    assert written(session.receive(b"\r\n> ")) == b"00040A0B" + CTRL_Z
    assert answer(session.receive(b"00040A0B\x1a\r\n+CMGS: 9\r\n\r\nOK\r\n")).lines == ("+CMGS: 9",)


def test_a_refused_body_is_never_written() -> None:
    session = in_step()
    session.start(SEND)
    effects = session.receive(b"+CMS ERROR: 331\r\n")
    assert written(effects) == b""
    assert answer(effects).result is Result.ERROR


def test_no_prompt_means_escape_and_an_answer_once_in_step() -> None:
    session = in_step()
    session.start(SEND)
    assert written(session.expire()) == ESCAPE + b"AT\r"
    assert not session.receive(b"> ")
    session.receive(b"\r\nOK\r\n\r\nOK\r\n")
    assert answer(session.expire()).result is Result.NO_PROMPT


def test_a_late_result_does_not_answer_the_next_command() -> None:
    session = in_step()
    session.start(CSQ)
    session.expire()
    effects = session.receive(b"+CSQ: 3,0\r\nOK\r\n")  # the late one; the probe's own is still owed
    assert Wait(1.0) in effects
    session.receive(b"OK\r\n")
    late = answer(session.expire())
    assert (late.result, late.strays) == (Result.LATE, ("+CSQ: 3,0",))
    session.start(CSQ)
    assert answer(session.receive(b"+CSQ: 20,99\r\nOK\r\n")).lines == ("+CSQ: 20,99",)


def test_a_result_nobody_waits_for_raises_doubt() -> None:
    session = in_step()
    session.receive(b"OK\r\n")
    assert written(session.start(CSQ)) == ESCAPE + b"AT\r"


def test_error_and_then_ok_answer_one_command() -> None:
    session = in_step()
    session.start(Command("AT+CMGR=3", "+CMGR", paired=True, settles=True))
    assert not [e for e in session.receive(b"ERROR\r\nOK\r\n") if isinstance(e, Finished)]
    assert answer(session.expire()).result is Result.ERROR
    assert written(session.start(CSQ)) == b"AT+CSQ\r"


def test_a_modem_that_says_nothing_is_dead_after_some_probes() -> None:
    session = in_step()
    session.start(CSQ)
    session.expire()
    for _ in range(PROBES - 1):
        assert b"\x1b" in written(session.expire())
    effects = session.expire()
    assert answer(effects).result is Result.LATE
    assert Died() in effects
    assert session.state is State.DEAD


def test_noise_in_an_answer_shortens_the_wait() -> None:
    session = in_step()
    session.start(LIST)
    assert session.receive(b"\xff\xfeOK\r\n") == [Wait(3.0)]
    assert session.receive(b"+CMGL: 1,0,,2\r\n") == [Wait(3.0)]


def test_babble_runs_out_of_time_and_does_not_grow() -> None:
    session = in_step()
    session.start(LIST)
    for _ in range(LINES_AT_MOST):
        session.receive(b"+CMGL: 1,0,,2\r\n")
    assert session.receive(b"+CMGL: 1,0,,2\r\n") == []
    assert len(session._lines) == LINES_AT_MOST
    session.expire()
    assert session.state is State.PROBING


def test_urcs_by_the_thousand_leave_nothing_behind() -> None:
    session = in_step()
    for _ in range(1000):
        session.receive(b'+CMTI: "SM",1\r\n')
    assert session._strays == []


def test_a_head_whose_second_line_was_lost_ends_with_the_result() -> None:
    session = in_step()
    session.start(CSQ)
    session.receive(b"+CMT: ,23\r\n+CSQ: 1,1\r\nOK\r\n")
    session.start(LIST)
    assert answer(session.receive(f"+CMGL: 1,0,,2\r\n{PDU}\r\nOK\r\n".encode())).lines == (
        "+CMGL: 1,0,,2",
        PDU,
    )


@pytest.mark.parametrize("state", [state for state in State if state is not State.DEAD])
def test_every_state_but_death_has_a_way_out(state: State) -> None:
    assert any(after is not state for (before, _), after in NEXT.items() if before is state)


SAYINGS = st.sampled_from(
    [
        b"\r\n",
        b"OK\r\n",
        b"ERROR\r\n",
        b"> ",
        b"+CMGL: 1,1,,2\r\n",
        b"00040A\r\n",
        b"+CMT: ,2\r\n",
        b"+CMGS: 1\r\n",
    ]
)
STEPS = st.lists(SAYINGS | st.binary(max_size=30) | st.sampled_from([LIST, CSQ, SEND, None]), max_size=40)


@given(STEPS)
def test_whatever_happens_a_command_ends_once(steps: list[bytes | Command | None]) -> None:
    session, running = Session(), False
    for step in steps:
        if isinstance(step, Command):
            if running or session.state is not State.IDLE:
                continue
            effects, running = session.start(step), True
        else:
            effects = session.expire() if step is None else session.receive(step)
        ends = sum(isinstance(effect, Finished) for effect in effects)
        assert ends <= int(running)
        running = running and not ends
        assert running or session.state in {State.IDLE, State.DEAD}
