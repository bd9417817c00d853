"""How much memory this process holds, in blocks of Python's and as the system sees it."""

import gc
import os
import sys
from pathlib import Path


def resident_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def measured(what: str) -> int:
    """Return how many blocks Python holds, after everything that can go is gone."""
    gc.collect()
    blocks = sys.getallocatedblocks()
    sys.stdout.write(f"{what}: {blocks} blocks, {resident_kb()} kB resident\n")
    return blocks
