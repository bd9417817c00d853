"""Signs that look alike on a small screen: O and 0, l, I and 1, S and 5, B and 8, Z and 2."""

from collections.abc import Callable
from dataclasses import replace

from codes.noise.draft import Draft, Scene
from codes.noise.keypad import aimable

EVERYWHERE = 0.4
"""Share of those who take one sign for the other each time, not once."""


def _like(pairs: dict[str, str]) -> Callable[[Draft, Scene], Draft | None]:
    """Make a channel that types one sign for its double, once or throughout."""

    def channel(draft: Draft, scene: Scene) -> Draft | None:
        spots = [
            (i, at)
            for i in aimable(draft, scene)
            for at, sign in enumerate(draft.tokens[i].text)
            if sign in pairs
        ]
        if not spots:
            return None
        i, at = scene.dice.choice(spots)
        word = draft.tokens[i].text
        other = scene.dice.choice(pairs[word[at]])
        if scene.lucky(EVERYWHERE):
            return _throughout(draft, word[at], other, {i for i, _ in spots})
        return draft.put(i, replace(draft.tokens[i], text=word[:at] + other + word[at + 1 :]))

    return channel


def _throughout(draft: Draft, sign: str, other: str, where: set[int]) -> Draft:
    return replace(
        draft,
        tokens=tuple(
            replace(token, text=token.text.replace(sign, other)) if i in where else token
            for i, token in enumerate(draft.tokens)
        ),
    )


o_zero = _like({"0": "O", "O": "0", "o": "0"})
l_one = _like({"1": "lI", "I": "1", "l": "1", "i": "1"})
s_five = _like({"5": "S", "S": "5", "s": "5"})
b_eight = _like({"8": "B", "B": "8", "b": "8"})
z_two = _like({"2": "Z", "Z": "2", "z": "2"})
