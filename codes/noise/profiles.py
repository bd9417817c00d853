"""Three officers: how often their messages have a slip, which ones, and how they type when there is none.

Shares of messages with a slip follow the studies of coded SMS (3 to 7.5 % format errors among trained
reporters, one message in four in simulation), with a guess for those under stress. The weights of channels
are ours: slips of the thumb lead, mistakes of the mind are rarer, and each channel of the list has some.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from codes.noise.channels import CHANNELS
from codes.noise.habits import Habits


@dataclass(frozen=True, slots=True)
class Profile:
    """`share` of messages have a slip, `further` of those another, and so on; weights are relative."""

    name: str
    share: float
    further: float
    habits: Habits
    weights: Mapping[str, int]


_WEIGHTS: Mapping[str, tuple[int, int, int]] = {
    # channel: trained, ordinary, stressed
    "multitap": (6, 6, 8),
    "adjacent key": (6, 6, 8),
    "T9 word": (3, 3, 3),
    "omitted": (6, 7, 9),
    "doubled": (5, 6, 7),
    "transposed": (5, 5, 7),
    "O/0": (4, 5, 5),
    "l/1 I": (3, 3, 3),
    "S/5": (2, 2, 2),
    "B/8": (1, 1, 1),
    "Z/2": (1, 1, 1),
    "autocorrect": (3, 4, 4),
    "extra words": (4, 6, 6),
    "old code": (2, 2, 2),
    "local word": (3, 4, 3),
    "long word": (4, 5, 4),
    "Zawgyi": (1, 1, 1),
    "missing field": (3, 4, 6),
    "swapped fields": (4, 4, 5),
    "joined fields": (5, 6, 8),
    "repeated field": (2, 2, 3),
    "said once": (3, 3, 4),
    "no unit": (3, 4, 5),
    "wrong unit": (1, 2, 2),
    "factor of ten": (1, 2, 3),
    "decimal comma": (2, 2, 2),
    "local unit": (1, 2, 1),
    "BE year": (2, 2, 2),
    "month first": (1, 2, 2),
    "am/pm": (1, 2, 2),
    "case": (3, 3, 3),
    "separators": (3, 3, 3),
    "newline": (2, 2, 2),
    "NBSP": (1, 1, 1),
    "zero-width": (1, 1, 1),
    "smart quotes": (2, 2, 2),
    "local digits": (3, 3, 2),
    "greeting": (4, 6, 2),
    "signature": (3, 4, 1),
    "cut": (1, 2, 2),
    "sent twice": (2, 2, 3),
    "sent with an edit": (1, 2, 2),
    "split by hand": (1, 2, 2),
    "out of order": (1, 1, 1),
}


def _profile(name: str, column: int, share: float, further: float, habits: Habits) -> Profile:
    weights = {channel: _WEIGHTS[channel][column] for channel in CHANNELS}
    return Profile(name, share, further, habits, weights)


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        _profile("trained", 0, 0.08, 0.1, Habits(order=0.1, small=0.2, apart=0.1, before=0.05, marked=0.05)),
        _profile("ordinary", 1, 0.25, 0.2, Habits(order=0.3, small=0.3, apart=0.2, before=0.1, marked=0.1)),
        _profile("stressed", 2, 0.45, 0.35, Habits(order=0.4, small=0.4, apart=0.2, before=0.1, marked=0.05)),
    )
}
# The same officers when they say nothing twice, whatever the card asks for.
ONCE: Mapping[str, Profile] = {
    f"{name}_once": replace(profile, name=f"{name}_once", habits=replace(profile.habits, once=1.0))
    for name, profile in PROFILES.items()
}
