"""An office to try things on."""

from pathlib import Path

import pytest

from tests.gateway.offices import House, found_pair


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Give Mae Sai, whose store runs in the caller's thread."""
    return found_pair(tmp_path)["MSI"]
