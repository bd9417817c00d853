"""Programs that nobody here wrote, and what to do when one is missing."""

import os
import shutil
from pathlib import Path

import pytest


def need(name: str) -> str:
    """Return the path of the program `name`; absent, fail under CI and skip loudly elsewhere."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed, and under CI every peer must be there")
    if found is None:
        pytest.skip(f"{name} IS NOT INSTALLED: this check did not run")
    return str(Path(found))
