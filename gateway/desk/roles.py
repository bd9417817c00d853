"""Who may do what: the roles of the staff and one table of rights."""

import enum


class Right(enum.StrEnum):
    """One thing a person may do in the console."""

    READ = "read"
    CLAIM = "claim"
    REPLY = "reply"
    RELEASE = "release"
    AUDIT = "audit"
    EXPORT = "export"
    DUTY = "duty"  # keeps the duty list
    HANDOVER = "handover"  # gives a colleague's claims to another


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
    Role.CLERK: frozenset({Right.READ, Right.DUTY}),
    Role.DUTY: _WORK,
    Role.SUPERVISOR: _WORK | {Right.AUDIT, Right.EXPORT, Right.DUTY, Right.HANDOVER},
    Role.ADMINISTRATOR: _WORK | {Right.AUDIT, Right.EXPORT, Right.DUTY, Right.HANDOVER},
    Role.AUDITOR: frozenset({Right.READ, Right.AUDIT}),
    Role.ANALYST: _WORK | {Right.EXPORT},
}


def rights_of(role: str) -> frozenset[Right]:
    """Return what a role may do; a role that nobody knows may do nothing."""
    return RIGHTS[Role(role)] if role in set(Role) else frozenset()
