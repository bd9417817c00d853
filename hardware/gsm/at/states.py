"""The life of one command, as a table.

IDLE --start--> ANSWERING ------------final--> IDLE
  |                 ^  |---final, may double--> SETTLING --quiet--> IDLE
  |               prompt |---late--> PROBING
  +-start, body-> PROMPTING --final--> IDLE
                       |---late--> PROBING --final--> SETTLING
                                    |---late, too often--> DEAD
"""

import enum
from typing import Final


class State(enum.Enum):
    """What the session waits for."""

    __hash__ = object.__hash__  # members are single; Enum's own hash costs a fifth of a line's reading

    IDLE = "idle"
    PROMPTING = "prompting"
    ANSWERING = "answering"
    PROBING = "probing"
    SETTLING = "settling"
    DEAD = "dead"


class Event(enum.Enum):
    """What can happen to a command."""

    __hash__ = object.__hash__  # as above

    START = "start"
    START_BODY = "start, body"
    PROMPT = "prompt"
    FINAL = "final"
    DOUBLE = "final, may double"
    LATE = "late"
    GIVE_UP = "late, too often"
    DOUBT = "doubt"


NEXT: Final = {
    (State.IDLE, Event.START): State.ANSWERING,
    (State.IDLE, Event.START_BODY): State.PROMPTING,
    (State.IDLE, Event.DOUBT): State.PROBING,
    (State.PROMPTING, Event.PROMPT): State.ANSWERING,
    (State.PROMPTING, Event.FINAL): State.IDLE,
    (State.PROMPTING, Event.LATE): State.PROBING,
    (State.ANSWERING, Event.FINAL): State.IDLE,
    (State.ANSWERING, Event.DOUBLE): State.SETTLING,
    (State.ANSWERING, Event.LATE): State.PROBING,
    (State.PROBING, Event.FINAL): State.SETTLING,
    (State.PROBING, Event.LATE): State.PROBING,
    (State.PROBING, Event.GIVE_UP): State.DEAD,
    (State.SETTLING, Event.FINAL): State.SETTLING,
    (State.SETTLING, Event.LATE): State.IDLE,
}
