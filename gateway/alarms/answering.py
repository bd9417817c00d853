"""An alarm taken by a text: four figures from the very phone that was told them, and from no other."""

from collections.abc import Sequence

from sqlalchemy import Connection

from codes.precedence import Precedence
from codes.report import Outcome
from gateway.alarms import words
from gateway.alarms.doing import answers, told_of
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.relay.release import tell_origin, tell_taken
from gateway.store import accounts, alarms, audit, duty, feed, history, messages, outbox, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.tables import Account, Duty
from hardware.bearer import AddressKind
from hardware.sentence import Sentence

_FIGURES = 4


def takes(conn: Connection, kit: Kit, incoming: Incoming, message: int) -> bool:
    """Take the alarms that a text answers, and tell the phone; False when it answers none."""
    said = incoming.text.strip()
    if len(said) != _FIGURES or not said.isdecimal() or incoming.sender.kind is not AddressKind.NUMBER:
        return False
    phones = duty.of_number(conn, incoming.sender.value)
    if not phones or not answers(kit, phones):
        return False
    account = accounts.by_name(conn, phones[0].account)
    found = _answered(conn, kit, phones, str(int(said)))
    if account is None or account.disabled or not kit.able(account.role) or not found:
        return False
    took = [key for key in found if _claim(conn, kit, key, account)]
    about = (took or found)[0]
    messages.change(
        conn,
        message,
        outcome=Outcome.ACCEPTED.value,
        note=Sentence("an answer to an alarm"),
        **about.values(),
    )
    _tell(conn, kit, incoming, message, account, about, words.TAKEN if took else words.GONE)
    return True


def _answered(conn: Connection, kit: Kit, phones: Sequence[Duty], code: str) -> list[ReportKey]:
    """Return the alarms, open or over, that these phones were told of in the text with that code."""
    ids = {one.id for one in phones}
    return [
        key_of(row)
        for row in alarms.latest(conn)
        for phone, tag in told_of(row).items()
        if phone in ids and words.code_of(kit.keys, tag) == code
    ]


def _claim(conn: Connection, kit: Kit, key: ReportKey, account: Account) -> bool:
    """Take one alarm in hand as its person would at a console; False when somebody has it."""
    at, report = kit.clock.now(), reports.get(conn, key)
    if report is None or report.state != "new" or not reports.claim(conn, key, account.name):
        return False
    if key.origin == kit.code:
        reports.set_state(conn, key, "claimed", was=("new",))
    tell_origin(conn, kit, key, "seen", by=account.role)
    tell_taken(conn, kit, key, by=account.role)
    history.note(conn, key, at, account.role, "claimed", {"by": account.name, "how": "SMS"})
    audit.append(conn, at, account.name, "claimed", str(key))
    feed.add(conn, "report", at, key)
    return True


def _tell(
    conn: Connection,
    kit: Kit,
    incoming: Incoming,
    message: int,
    account: Account,
    key: ReportKey,
    sentence: str,
) -> None:
    report = reports.get(conn, key)
    outbox.queue(
        conn,
        tag=f"reply-{message}",
        bearer=incoming.bearer,
        to_kind=incoming.sender.kind.value,
        to=incoming.sender.value,
        text=kit.book.say(account.language, sentence, ref=report.ref if report else str(key)),
        precedence=Precedence.FLASH.value,
        message_id=message,
        created_at=incoming.received_at,
    )
