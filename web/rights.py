"""What somebody is told who asks for what his role may not do: what it is, who may, and who can give it."""

from gateway.desk.roles import RIGHTS, Right
from gateway.desk.tokens import ACTING
from gateway.desk.values import Person
from web import texts

WHAT: dict[Right, str] = {
    Right.EXPORT: "take reports out of the office as a file",
    Right.TOKENS: "make and end the tokens of programs",
}
SENTENCE = (
    "Your role, {role}, may not do this: {what}. Nothing was changed. These roles may: {roles}; "
    "an administrator gives roles, under People."
)


# Who acts here makes tokens that act as he does.
_ENOUGH: dict[Right, frozenset[Right]] = {Right.TOKENS: frozenset({Right.TOKENS, *ACTING})}


def lacking(who: Person, right: Right) -> str:
    """Return the sentence, in the language of whoever asked."""
    say = texts.translator(who.language)
    enough = _ENOUGH.get(right, {right})
    roles = ", ".join(say(role.value) for role, rights in RIGHTS.items() if rights & enough)
    return say(SENTENCE).format(role=say(who.role), what=say(WHAT[right]), roles=roles)
