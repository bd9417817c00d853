"""The fonts that paper needs: Noto Sans, and for each script of the region its own."""

from pathlib import Path

from gateway.errors import ConfigError

FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/noto"))
SCRIPTS = {"th": "Thai", "lo": "Lao", "km": "Khmer", "my": "Myanmar"}
LEADING = {"en": 1.22, "vi": 1.3, "th": 1.38, "lo": 1.4, "km": 1.45, "my": 1.52}
"""Height of a line in sizes of its font: marks above and below need room."""


def files(language: str) -> list[tuple[str, str, Path]]:
    """Return (family, style, file) of a language, Latin first; ConfigError when one is missing."""
    names = ["", SCRIPTS[language]] if language in SCRIPTS else [""]
    return [
        (f"Noto{name}", bold[:1], _file(f"NotoSans{name}-{bold or 'Regular'}.ttf"))
        for name in names
        for bold in ("", "Bold")
    ]


def _file(name: str) -> Path:
    found = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    if found is None:
        raise ConfigError(
            f"the font {name} is missing, so nothing was printed; run: apt install fonts-noto-core"
        )
    return found
