"""Who may do what: the roles of the staff and one table of rights, each role with the least that works.

A clerk keeps the roster and decides nothing; duty works the queue; a supervisor does too, and answers for it,
so he reads the record. An administrator lets people in and out and sees what they did, but neither answers an
officer nor lets a report cross a border: who needs both has two accounts. All read the queue, because a call
for help must reach whoever is in the room.
"""

import enum


class Right(enum.StrEnum):
    """One thing a person may do in the console."""

    READ = "read"
    CLAIM = "claim"
    REPLY = "reply"
    RELEASE = "release"
    EDIT = "edit"  # a report's content, its grade, its attachments; cancelling it
    AUDIT = "audit"
    EXPORT = "export"
    DUTY = "duty"  # keeps the duty list
    TOKENS = "tokens"  # makes tokens that only look, and ends any
    HANDOVER = "handover"  # gives a colleague's claims to another
    ROSTER = "roster"  # enrol, change and retire officers
    SOURCE = "source"  # see an officer's whole number; each look is on record
    STAFF = "staff"  # let people in, change what they may do, end their sign-ins
    ROOT = "root"  # carry the console's root certificate to the office's PCs


class Role(enum.StrEnum):
    """What a person is at this office; partners are shown the role, never the name."""

    CLERK = "clerk"
    DUTY = "duty"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    ANALYST = "analyst"


_WORK = frozenset({Right.READ, Right.CLAIM, Right.REPLY, Right.RELEASE})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLERK: frozenset({Right.READ, Right.ROSTER, Right.SOURCE, Right.DUTY}),
    Role.DUTY: _WORK | {Right.EDIT, Right.SOURCE},
    Role.SUPERVISOR: _WORK
    | {Right.EDIT, Right.SOURCE, Right.AUDIT, Right.EXPORT, Right.DUTY, Right.HANDOVER},
    Role.ADMINISTRATOR: frozenset(
        {Right.TOKENS, Right.READ, Right.AUDIT, Right.STAFF, Right.DUTY, Right.ROOT}
    ),
    Role.AUDITOR: frozenset({Right.READ, Right.AUDIT}),
    Role.ANALYST: _WORK | {Right.EXPORT},
}


def rights_of(role: str) -> frozenset[Right]:
    """Return what a role may do; a role that nobody knows may do nothing."""
    return RIGHTS[Role(role)] if role in set(Role) else frozenset()
