"""Surface: case, separators, digits, greetings, signs nobody sees; nothing that changes what is said."""

from collections.abc import Callable
from dataclasses import replace

from codes.book import Kind
from codes.noise.draft import Draft, Scene, Token
from codes.noise.phrases import GREETINGS, SIGNATURES

_SEPARATORS = (", ", ",", " / ", "/", ".", ". ", "  ", "; ", " - ", "\t")
_NUMBERLESS = {",", "/", "."}
"""Signs that make one number of two when they stand between figures; people put a space there."""

_DIGITS = {
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "lao": "໐໑໒໓໔໕໖໗໘໙",
    "khmer": "០១២៣៤៥៦៧៨៩",
    "myanmar": "၀၁၂၃၄၅၆၇၈၉",
}
_UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f", "\u00ad")
_QUOTES = (("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“"))


def _each(draft: Draft, change: Callable[[Token], Token]) -> Draft:
    return replace(draft, tokens=tuple(map(change, draft.tokens)))


def lower(draft: Draft, scene: Scene) -> Draft | None:
    """Type all in small letters, each word with a capital, or with the wrong shift."""
    style = scene.dice.choice((str.lower, str.title, str.swapcase, str.capitalize))
    return _each(draft, lambda token: replace(token, text=style(token.text)))


def _touching(before: Token, after: Token) -> bool:
    return before.text[-1:].isdecimal() and after.text[:1].isdecimal()


def _reglued(draft: Draft, scene: Scene, signs: tuple[str, ...], share: float) -> Draft | None:
    tokens = list(draft.tokens)
    for i in range(1, len(tokens)):
        sign = scene.dice.choice(signs)
        kept = sign in _NUMBERLESS and _touching(tokens[i - 1], tokens[i])
        free = scene.kind(draft, tokens[i]) is Kind.TEXT
        if scene.lucky(share) and not kept and not free:
            tokens[i] = replace(tokens[i], glue=sign)
    made = replace(draft, tokens=tuple(tokens))
    return made if made.text != draft.text else None


def separators(draft: Draft, scene: Scene) -> Draft | None:
    """Put one sign of punctuation between all the words, or another each time."""
    signs = _SEPARATORS if scene.lucky(0.3) else (scene.dice.choice(_SEPARATORS),)
    return _reglued(draft, scene, signs, 0.9)


def newlines(draft: Draft, scene: Scene) -> Draft | None:
    return _reglued(draft, scene, ("\n", "\r\n", "\n\n"), 0.5)


def fixed_spaces(draft: Draft, scene: Scene) -> Draft | None:
    return _reglued(draft, scene, ("\u00a0", "\u202f", "\u2009", "\u3000"), 0.6)


def digits(draft: Draft, scene: Scene) -> Draft | None:
    """Write the figures in the officer's own script."""
    table = str.maketrans("0123456789", scene.dice.choice(list(_DIGITS.values())))
    made = _each(draft, lambda token: replace(token, text=token.text.translate(table)))
    return made if made.text != draft.text else None


def unseen(draft: Draft, scene: Scene) -> Draft | None:
    """Put signs without width anywhere into the words."""

    def change(token: Token) -> Token:
        if not scene.lucky(0.5):
            return token
        at = scene.dice.randrange(0, len(token.text) + 1)
        return replace(token, text=token.text[:at] + scene.dice.choice(_UNSEEN) + token.text[at:])

    return _each(draft, change)


def quotes(draft: Draft, scene: Scene) -> Draft | None:
    """Put curly quotes round a word, and long dashes for short ones."""
    left, right = scene.dice.choice(_QUOTES)
    at = scene.dice.randrange(0, len(draft.tokens))
    token = draft.tokens[at]
    made = draft.put(at, replace(token, text=f"{left}{token.text}{right}"))
    if scene.kind(draft, token) is Kind.TEXT:
        return None
    return _each(made, lambda token: replace(token, text=token.text.replace("-", "–")))


def greeting(draft: Draft, scene: Scene) -> Draft | None:
    said = Token(scene.dice.choice(GREETINGS), "")
    return replace(draft, tokens=(said, *draft.tokens))


def signature(draft: Draft, scene: Scene) -> Draft | None:
    """Sign with a name, a rank, thanks, perhaps a telephone number, on the same line or the next."""
    said = Token(scene.dice.choice(SIGNATURES), "", glue=scene.dice.choice((" ", "\n", ". ", ", ")))
    return replace(draft, tokens=(*draft.tokens, said))
