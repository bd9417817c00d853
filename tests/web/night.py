"""A night as offices have them: what came, from whom and when, and how far it has gone."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from codes.context import Context
from codes.decode import decode
from codes.load import shipped
from codes.precedence import precedence_of
from codes.refs import reference
from gateway.store import passages, reports
from gateway.store.keys import ReportKey
from tests.web.stage import Browserless, Stage, file_report

HOUR = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
"""Twenty past midnight in Bangkok: most rows are of yesterday, and say so."""

# minutes ago, unit, grade, what was reported, and how far it has come with whom; `mine`, `held`: who has it
_CAME = """
4|Patrol 3|B|MIGR MSI 12M 5F MM|
9|Boat 2|C|PREC MSI TOLU 400L SEIZED|
17|Post Ban 5|A|DRG CKG ICE 6KG SEIZED|mine TCL queued
26|Patrol 7|C|VEH MSI BK4471 TH PU WHITE SEEN|
38|Patrol 3|D|WLD MSI 2 PANG LIVE|BKK sent
51|Patrol 11|C|DRG MSI YAB 200000T SEIZED|TCL stored
64|Post Ban 5|C|CFT ARY CIGRT 300CTN TRUCK SEIZED|
77|Boat 2|B|ARMS CKG PISTOL 2 SEIZED|TCL seen
92|Patrol 9|C|MIGR MSI 3F 2M MM|
105|Patrol 11|C|DRG MSI ICE 700G SEIZED|
121|Team K|A|MIGR CKG 14M 3F MM|held
133|Patrol 7|C|DRG MSI HER 12KG SEIZED|TCL seen
148|Patrol 9|D|VEH MSI KK1234 LA SEEN|
160|Post Ban 5|C|MIGR CKG 7M 2F LA|
177|Patrol 3|B|MIGR CKG 8M 2F MM|
195|Team K|C|DRG MSI HER 3500G SEIZED|held TCL stored
214|Boat 2|C|DRG CKG YAB 9600T SEIZED|
233|Patrol 11|B|DRG CKG ICE 2KG SEIZED|BKK sent
257|Patrol 9|C|CFT MSI CIGRT 90CTN SEIZED|
281|Patrol 7|C|ARMS MSI PISTOL 1 SEIZED|
305|Post Ban 5|C|DRG ARY YAB 48000T SEIZED|
333|Patrol 3|C|MIGR ARY 31M 12F MM|
362|Team K|C|DRG CKG ICE 3KG SEIZED|
390|Boat 2|B|MIGR CKG 1M 1F MM|
421|Patrol 9|C|DRG MSI ICE 15KG SEIZED|TCL acted
"""
_COMES = """
0|Patrol 5|C|DRG MSI YAB 36000T SEIZED|
0|Patrol 4|C|MIGR CKG 9M MM|
0|Post Mae 1|C|WLD ARY 3 PANG LIVE|
0|Patrol 12|C|VEH MSI KK1234 LA SEEN|
0|Team R|A|DRG CKG HER 800G SEIZED|
0|Patrol 3|C|ARMS MSI PISTOL 4 SEIZED|
"""
COMING = len(_COMES.strip().splitlines())
VIEWS = (("Drugs", "type=DRG"), ("Mae Sai", "place=MSI"), ("Mine", "state=mine"))


async def fill(console: Stage) -> None:
    """File the night; the console's clock has to stand at HOUR."""
    await console.store.write(lambda conn: [_file(conn, line) for line in _CAME.strip().splitlines()])


async def one_more(console: Stage, number: int) -> None:
    """File what comes while somebody watches."""
    line = _COMES.strip().splitlines()[number]
    await console.store.write(lambda conn: _file(conn, line))


async def save_views(staff: Browserless) -> None:
    for name, query in VIEWS:
        await staff.post("/views", name=name, query=query)


def _file(conn: Connection, line: str) -> None:
    minutes, unit, grade, text, gone = line.split("|")
    at, book = HOUR - timedelta(minutes=int(minutes), seconds=int(minutes) * 37 % 60), shipped()
    decoded = decode(text, book, Context(at, "MSI", offset_minutes=420))
    assert decoded.report is not None, text
    key = file_report(
        conn,
        text=text,
        unit=unit,
        provenance=grade,
        type=decoded.report.type,
        fields=dict(decoded.report.fields),
        place=decoded.report.fields["place"],
        precedence=precedence_of(decoded.report, book).value,
        sent_at=at,
        received_at=at,
    )
    reports.fill(conn, key, ref=reference(key.seq + 41_000))
    words = gone.split()
    if words and words[0] in _HOLDERS:
        reports.claim(conn, key, _HOLDERS[words.pop(0)])
    for partner, state in zip(words[::2], words[1::2], strict=True):
        _send(conn, key, partner, state, at + timedelta(minutes=2))


def _send(conn: Connection, key: ReportKey, partner: str, state: str, at: datetime) -> None:
    passages.begin(conn, partner, key, 1, at=at, why="a rule")
    if state != "queued":
        passages.advance(conn, partner, key, 1, state, at=at, by="duty")


_HOLDERS = {"mine": "somchai", "held": "malee"}
