"""Doing what is due for alarms: texts, the word to the hub, the end; each with its line on the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.alarms import words
from gateway.alarms.steps import Act, Step
from gateway.kit import Kit
from gateway.relay.release import tell_hub
from gateway.store import accounts, alarms, audit, duty, feed, history, outbox, reports
from gateway.store.keys import ReportKey, key_of
from gateway.store.tables import Duty, Escalation, Report
from hardware.bearer import Address, AddressKind


@dataclass(frozen=True, slots=True)
class Due:
    """One alarm, how often it has become one, the tag of each phone's text, and its next step."""

    report: Report
    round: int
    told: Mapping[int, str]
    step: Step


def told_of(row: Escalation) -> dict[int, str]:
    """Return the tag of the text to each phone that was texted, in order."""
    return {int(phone): str(tag) for phone, tag in row.told}


def has_hub(kit: Kit, key: ReportKey) -> bool:
    """Say whether a hub can be told: a partner's report is its own office's to tell of."""
    return key.origin == kit.code and any(one.role == "hub" for one in kit.config.partner)


def end(conn: Connection, kit: Kit, open_: set[ReportKey]) -> None:
    """End the alarms that are none any more; a text that is about nothing else is not sent any more."""
    standing = alarms.standing(conn)
    over = [one for one in standing if key_of(one) not in open_]
    needed = {tag for one in standing if key_of(one) in open_ for tag in told_of(one).values()}
    for one in over:
        alarms.end(conn, key_of(one))
    tags = {tag for one in over for tag in told_of(one).values()} - needed
    outbox.cancel_tagged(conn, sorted(tags), kit.clock.now())


def part(conn: Connection, kit: Kit, found: Sequence[Report]) -> None:
    """Let each alarm that was merged into another report stand for itself: merged, it is in no queue."""
    at = kit.clock.now()
    for one in found:
        into = ReportKey.parse(one.merged_into or "")
        if into is None:
            continue
        reports.merge(conn, key_of(one), None)
        _note(conn, key_of(one), at, "unmerged", {"why": "nobody takes it"})
        _note(conn, into, at, "another was parted from it", {"reference": one.ref})
        audit.append(conn, at, "station", "unmerged", str(key_of(one)))


def act(conn: Connection, kit: Kit, bearer: str, due: Sequence[Due]) -> None:
    """Take the next step of each alarm, in the caller's transaction."""
    at, phones = kit.clock.now(), {one.id: one for one in duty.phones(conn)}
    tags: dict[int, str] = {}
    for number in dict.fromkeys(one.step.phone for one in due if one.step.phone is not None):
        mine = [one for one in due if one.step.phone == number]
        tags[number] = _text(conn, kit, bearer, phones[number], mine)
    for one in due:
        if one.step.act is Act.HUB:
            tell_hub(conn, kit, key_of(one.report))
            _record(conn, one.report, at, "hub told", {})
        phone = one.step.phone
        told = {**one.told, phone: tags[phone]} if phone is not None else one.told
        _keep(conn, one, told)


def _text(conn: Connection, kit: Kit, bearer: str, phone: Duty, mine: Sequence[Due]) -> str:
    """Queue one text about all that is due to a phone, and return its tag."""
    at, first = kit.clock.now(), mine[0]
    tag = f"alarm-{key_of(first.report)}-{first.round}-{phone.id}"
    account = accounts.by_name(conn, phone.account)
    language = account.language if account else kit.config.office.language
    code = words.code_of(kit.keys, tag) if answers(kit, duty.of_number(conn, phone.number)) else ""
    outbox.queue(
        conn,
        tag=tag,
        bearer=bearer,
        to_kind=AddressKind.NUMBER.value,
        to=phone.number,
        text=words.about(kit, [one.report for one in mine], language, code),
        precedence=Precedence.FLASH.value,
        created_at=at,
    )
    for one in mine:
        _record(conn, one.report, at, "duty texted", {"person": phone.account})
    return tag


def answers(kit: Kit, shared: Sequence[Duty]) -> bool:
    """Say whether a phone may take an alarm by text: it is one person's, and no officer's who answers us."""
    if len({one.account for one in shared}) != 1:
        return False
    return kit.roster.find(Address(AddressKind.NUMBER, shared[0].number)) is None


def _record(conn: Connection, report: Report, at: datetime, what: str, detail: Mapping[str, str]) -> None:
    key, who = key_of(report), "".join(f" {name}" for name in detail.values())
    audit.append(conn, at, "station", f"{what}{who}", str(key))
    _note(conn, key, at, what, detail)


def _note(conn: Connection, key: ReportKey, at: datetime, what: str, detail: Mapping[str, str]) -> None:
    history.note(conn, key, at, "station", what, dict(detail))
    feed.add(conn, "report", at, key)


def _keep(conn: Connection, one: Due, told: Mapping[int, str]) -> None:
    values = {"round": one.round, "waited_s": round(one.step.stage.waited_s), "hub": one.step.stage.hub}
    rows = [[phone, tag] for phone, tag in told.items()]
    alarms.keep(conn, {**key_of(one.report).values(), **values, "told": rows})
