"""The health page's sentences: for each grade of each thing what is so, and what to do about it."""

from collections.abc import Mapping

from gateway.desk.wellness import NO_BACKUP, NO_TEST, Check, Grade

Said = tuple[str, str]
_AS_IT_SAYS = ""  # a notice's, or a bearer's, own sentence stands there

SAID: Mapping[tuple[Check, Grade], Said] = {
    (Check.NOTICE, Grade.BAD): (_AS_IT_SAYS, ""),
    (Check.NOTICE, Grade.WARN): (_AS_IT_SAYS, ""),
    (Check.BEARER, Grade.BAD): (
        _AS_IT_SAYS,
        "Look at its cable, its SIM and its aerial; if it lasts, call the engineer.",
    ),
    (Check.BEARER, Grade.WARN): (_AS_IT_SAYS, "Messages come all the same; see to it today."),
    (Check.BEARER, Grade.GOOD): (_AS_IT_SAYS, ""),
    (Check.RECEIVING, Grade.WARN): (
        "No test message has come back for a week.",
        "Send a text to this number from any phone; it must show under Messages.",
    ),
    (Check.RECEIVING, Grade.GOOD): ("A test message came back at {at}.", ""),
    (Check.CREDIT, Grade.BAD): (
        "Only {count} is left on the SIM.",
        "Top it up, or answers stop going out.",
    ),
    (Check.CREDIT, Grade.GOOD): ("{count} is left on the SIM.", ""),
    (Check.PARTNER, Grade.WARN): (
        "{count} wait for this office since {at}.",
        "Ring that office; what waits goes by itself once the link is back.",
    ),
    (Check.PARTNER, Grade.GOOD): ("{count} wait; it stored the last at {at}.", ""),
    (Check.UNTRIED, Grade.WARN): (
        "Not tried yet: it has never stored anything of ours.",
        "Ring that office and ask whether its station runs and has our card.",
    ),
    (Check.SILENT, Grade.WARN): (
        "It has stored nothing of ours since {at}: nobody knows whether the link still works.",
        "Ring that office and ask whether its station runs and has our card.",
    ),
    (Check.TEXTS, Grade.WARN): (
        "{count} texts to officers wait, the oldest since {at}.",
        "Look at the modem first; what is urgent goes faster by a call.",
    ),
    (Check.TEXTS, Grade.GOOD): ("{count} texts to officers wait.", ""),
    (Check.LOST, Grade.WARN): (
        "{count} texts of the last day did not arrive.",
        "Open their reports and reach the officers another way.",
    ),
    (Check.DISK, Grade.BAD): (
        "{count} MB are free.",
        "Make room now: messages wait in the modem when nothing can be kept.",
    ),
    (Check.DISK, Grade.WARN): ("{count} MB are free.", "Take old files off this machine soon."),
    (Check.DISK, Grade.GOOD): ("{count} MB are free.", ""),
    (Check.CLOCK, Grade.BAD): (
        "It says {at}, and messages came later than that.",
        "Set the clock right; the record keeps its order meanwhile.",
    ),
    (Check.CLOCK, Grade.GOOD): ("It says {at}.", ""),
    (Check.BACKUP, Grade.WARN): (
        "None was taken for a week.",
        "Have the engineer take one with: patrolwire backup FILE, and keep it elsewhere.",
    ),
    (Check.BACKUP, Grade.GOOD): ("The last one was taken at {at}.", ""),
    (Check.CERTIFICATE, Grade.BAD): (
        "It has ended: browsers warn before they open this console.",
        "Set this machine's clock right and start the station anew; if it lasts, call the engineer.",
    ),
    (Check.CERTIFICATE, Grade.WARN): (
        "It ends in {count} days and was not renewed.",
        "Have the engineer look whether the keys folder can be written.",
    ),
    (Check.CERTIFICATE, Grade.GOOD): (
        "It holds for {count} days and is renewed by itself. Its root's fingerprint, to compare on each PC:",
        "",
    ),
}

TITLES: Mapping[Check, str] = {
    Check.NOTICE: "Notice",
    Check.BEARER: "Modem or radio",
    Check.RECEIVING: "Receiving",
    Check.CREDIT: "Credit",
    Check.PARTNER: "Partner",
    Check.UNTRIED: "Partner",
    Check.SILENT: "Partner",
    Check.TEXTS: "Texts",
    Check.LOST: "Texts lost",
    Check.DISK: "Disk",
    Check.CLOCK: "Clock",
    Check.BACKUP: "Backup",
    Check.CERTIFICATE: "Certificate",
}
GRADES: Mapping[Grade, str] = {Grade.BAD: "wrong", Grade.WARN: "look", Grade.GOOD: "good"}


def sentences() -> set[str]:
    """Return every sentence and word of this page's tables, for the catalogues."""
    said = {one for said in SAID.values() for one in said if one} | {NO_BACKUP, NO_TEST}
    return said | {*TITLES.values(), *GRADES.values()}
