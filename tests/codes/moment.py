"""The moment at which the tests of the decoder decode: noon in Mae Sai."""

from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=7))
MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=ZONE)
