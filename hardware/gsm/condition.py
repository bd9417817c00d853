"""What is known of a modem's state, and how it is said to a lay person and to metrics."""

import enum
from dataclasses import dataclass, field
from typing import Final

from hardware.bearer import Health
from hardware.gsm.at.answers import Fill
from hardware.gsm.known import TAIL, Identity
from hardware.sentence import NOTHING, Sentence

ALARM_SHARE: Final = 0.6
FULL_SHARE: Final = 0.8  # from here on the SIM is drained before anything is sent
HOME, ROAMING, HOME_SMS_ONLY, ROAMING_SMS_ONLY = 1, 5, 6, 7  # <stat>, TS 27.007, 7.2
REGISTERED: Final = frozenset({HOME, ROAMING, HOME_SMS_ONLY, ROAMING_SMS_ONLY})
DENIED: Final = 3
STANDINGS: Final = {
    0: "none",
    HOME: "home",
    2: "searching",
    DENIED: "denied",
    4: "unknown",
    ROAMING: "roaming",
    HOME_SMS_ONLY: "home, texts only",
    ROAMING_SMS_ONLY: "roaming, texts only",
    8: "emergency only",
}


class Phase(enum.Enum):
    """Where a connection stands."""

    UNPLUGGED = "unplugged"
    MUTE = "mute"
    STARTING = "starting"
    UNFIT = "unfit"
    SERVING = "serving"


SENTENCES: Final = {
    Phase.UNPLUGGED: Sentence(
        "The modem is unplugged; nothing is lost, messages wait in the network. Plug it in."
    ),
    Phase.MUTE: Sentence(
        "The modem does not answer; it is tried again every few seconds. Replug it if this lasts."
    ),
    Phase.STARTING: Sentence("The modem is starting."),
    Phase.UNFIT: Sentence("The modem cannot serve."),
    Phase.SERVING: Sentence("The modem is ready."),
}
NO_NETWORK: Final = Sentence("The modem has no network: check its antenna and the place where it stands.")
NETWORK_DENIED: Final = Sentence(
    "The network refuses this SIM: ask the operator whether it is active and paid for."
)

SWAP_TOLD_S: Final = 86_400.0  # how long another SIM or modem is told as an alarm
NO_CENTRE: Final = Sentence(
    "The SIM has no message centre number, so nothing can be sent: ask the operator for it."
)


@dataclass(slots=True)
class Condition:
    """Changed by whoever learns something; all ages come from the monotonic clock, in seconds."""

    phase: Phase = Phase.STARTING
    why: Sentence = NOTHING
    trouble: Sentence = NOTHING
    network: int | None = None  # <stat>; None when the modem does not tell
    ims: int | None = None  # <reg_info> of +CIREG; None when the modem does not know of it
    signal_dbm: int | None = None
    operator: str = ""
    modem: str = ""
    profile: str = ""
    centre: bool = True
    number: str = ""  # the SIM's own
    identity: Identity = field(default_factory=Identity)
    swaps: int = 0
    swapped: Sentence = NOTHING  # the sentence about the last swap
    swapped_at: float = 0.0
    fills: dict[str, Fill] = field(default_factory=dict)
    balance: float | None = None
    balance_low: bool = False
    heard: int = 0
    sent: int = 0
    calls: int = 0
    connections: int = 0
    last_heard: float | None = None
    last_sent: float | None = None
    proofs: int = 0  # messages to itself that came back
    last_proof: float | None = None

    @property
    def registered(self) -> bool:
        """A modem that does not tell is taken to be registered."""
        return self.network is None or self.network in REGISTERED

    @property
    def share(self) -> float:
        """How full the fullest memory is, 0 to 1."""
        return max((fill.used / fill.total for fill in self.fills.values() if fill.total), default=0.0)

    def health(self, now: float) -> Health:
        ready = self.phase is Phase.SERVING and self.registered
        alarm = self._alarm(now) if ready else NOTHING
        return Health(ready, alarm or self._sentence(), self._facts(now), alarm)

    def _sentence(self) -> Sentence:
        if self.phase is not Phase.SERVING:
            return self.why or SENTENCES[self.phase]
        if not self.registered:
            return NETWORK_DENIED if self.network == DENIED else NO_NETWORK
        return SENTENCES[self.phase]

    def _alarm(self, now: float) -> Sentence:
        """Say the gravest thing to know although messages come; the rest is in the facts."""
        full = Sentence(
            "The SIM is {share}% full; when it is full, messages wait in the network.",
            share=round(self.share * 100),
        )
        low = Sentence(
            "The SIM's credit is low, {left} is left: top it up, or answers stop going out.",
            left=self.balance or 0.0,
        )
        grave = (
            (bool(self.trouble), self.trouble),
            (not self.centre, NO_CENTRE),
            (self.share >= ALARM_SHARE, full),
            (self.balance_low, low),
            (bool(self.swapped) and now - self.swapped_at < SWAP_TOLD_S, self.swapped),
        )
        return next((sentence for so, sentence in grave if so), NOTHING)

    def _facts(self, now: float) -> dict[str, str | int | float]:
        facts: dict[str, str | int | float | None] = {
            "phase": self.phase.value,
            "modem": self.modem,
            "profile": self.profile,
            "imei_tail": self.identity.imei[-TAIL:],
            "sim": self.identity.imsi[-TAIL:],
            "number_known": int(bool(self.number)),
            "swaps": self.swaps,
            "operator": self.operator,
            "registered": int(self.registered),
            "network": None if self.network is None else STANDINGS.get(self.network, "unknown"),
            "ims": self.ims,
            "roaming": int(self.network in {ROAMING, ROAMING_SMS_ONLY}),
            "signal_dbm": self.signal_dbm,
            "sim_used": sum(fill.used for fill in self.fills.values()),
            "sim_share": round(self.share, 3),
            "sim_total": sum(fill.total for fill in self.fills.values()),
            "balance": self.balance,
            "balance_low": int(self.balance_low),
            "heard": self.heard,
            "sent": self.sent,
            "calls_refused": self.calls,
            "connections": self.connections,
            "proofs": self.proofs,
            "heard_ago_s": None if self.last_heard is None else round(now - self.last_heard, 1),
            "proved_ago_s": None if self.last_proof is None else round(now - self.last_proof, 1),
            "sent_ago_s": None if self.last_sent is None else round(now - self.last_sent, 1),
        }
        return {name: value for name, value in facts.items() if value is not None}
