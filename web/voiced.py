"""The script with the few words that only it shows, for each language: no later page has to carry them."""

import json
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from web import texts
from web.shell import Asset, shell

WORDS = {
    "down": "LINK DOWN: what you see may be old. Trying again; if it lasts, reload or sign in again.",
    "kept": "Nothing was sent; it stays on this page. Try again when this bar is gone.",
    "sound": "Sound is off: switch on",
}
"""By the id of what says them."""


def words(language: str, *, linked: bool) -> Mapping[str, str]:
    """Return the words for the page itself: none where its script brings them."""
    say = texts.translator(language)
    return {name: "" if linked else say(sentence) for name, sentence in WORDS.items()}


@cache
def voiced(language: str) -> Asset:
    """Return the script for a language, as it is linked."""
    said = json.dumps(words(language, linked=False), ensure_ascii=False)
    return Asset("js", f"var W={said};\n{shell().script.body}", "text/javascript")


def script_tag(language: str, *, linked: bool) -> Markup:
    """Return the tag for the foot of a page, by address or whole."""
    if linked:
        return Markup('<script src="{}"></script>').format(voiced(language).path)
    return Markup(f"<script>{shell().script.body}</script>")  # noqa: S704  # our own file
