"""Whose phones are texted about alarms, how far these came, how long claims rest and patrols are silent."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from gateway.store.columns import id_, json, time


class Duty(SQLModel, table=True):
    """One phone of the duty list: the account it belongs to, and its place in the order they are texted."""

    id: int = id_()
    rank: int
    account: str = Field(index=True)
    number: str
    made_at: datetime = time()


class Escalation(SQLModel, table=True):
    """How far an alarm has come: `told` holds [duty id, tag of the text] of each phone that was texted.

    `round` counts how often the report became an alarm, since a claim that lapses makes it one again.
    """

    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    round: int = 1
    open: bool = True
    waited_s: int = 0  # seconds since the last step that a running station has waited
    told: list[list[Any]] = json()
    hub: bool = False


class Claim(SQLModel, table=True):
    """How long a claim rests: seconds since `last`, the newest line of the report's history."""

    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    by: str
    last: int = Field(sa_type=BigInteger)
    rested_s: int = 0
    warned: bool = False


class Patrol(SQLModel, table=True):
    """A patrol under way, by its newest PATR report: how long its officer has been silent.

    `last` is his newest message; `late` says that he should have reported, `missed` that the alarm was
    raised.
    """

    origin: str = Field(primary_key=True)
    epoch: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    last: int = Field(sa_type=BigInteger)
    silent_s: int = 0
    late: bool = False
    missed: bool = False
