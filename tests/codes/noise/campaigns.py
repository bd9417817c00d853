"""How large campaigns are here: a tenth in every run, the whole under PATROLWIRE_SOAK=1."""

import os
from datetime import datetime, timedelta, timezone

SOAK = os.environ.get("PATROLWIRE_SOAK") == "1"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=7)))


def size(whole: int) -> int:
    return whole if SOAK else whole // 10
