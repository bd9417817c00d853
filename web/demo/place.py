"""Where the demo lives, so that other commands find its Mae Sai when no --config is given."""

import os
from pathlib import Path

from gateway.errors import ConfigError

MAE_SAI = "MSI"


def pointer() -> Path:
    """Return the file that names the folder of the demo that was started last."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "patrolwire" / "demo"


def point_at(folder: Path) -> None:
    """Remember `folder` as the demo's."""
    pointer().parent.mkdir(parents=True, exist_ok=True)
    pointer().write_text(str(folder), encoding="utf-8")


def default_config() -> Path:
    """Return the config of the demo's Mae Sai; ConfigError when there is no demo."""
    if pointer().is_file():
        config = Path(pointer().read_text(encoding="utf-8")) / MAE_SAI / "office.toml"
        if config.is_file():
            return config
    raise ConfigError(
        "no --config was given and no demo is there; name an office's config, or run `patrolwire demo`"
    )
