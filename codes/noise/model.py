"""From a report to the texts that arrive, by a profile or by one channel: the same dice, the same texts."""

from dataclasses import dataclass
from itertools import accumulate

from codes.noise.channels import CHANNELS
from codes.noise.draft import Draft, Scene, typed
from codes.noise.habits import retyped
from codes.noise.profiles import Profile
from codes.report import Report

_TRIES = 40
_MOST_SLIPS = 4


@dataclass(frozen=True, slots=True)
class Noisy:
    """What arrives, what was meant, what the typed text faithfully says, and the channels that had a part."""

    texts: tuple[str, ...]
    truth: Report
    says: Report
    channels: tuple[str, ...] = ()


def _count(profile: Profile, scene: Scene) -> int:
    count = int(scene.lucky(profile.share))
    while 0 < count < _MOST_SLIPS and scene.lucky(profile.further):
        count += 1
    return count


def _draw(profile: Profile, scene: Scene) -> str:
    names = list(profile.weights)
    sums = list(accumulate(profile.weights.values()))
    at = scene.dice.random() * sums[-1]
    return next(name for name, most in zip(names, sums, strict=True) if at < most)


def _spoilt(draft: Draft, name: str, scene: Scene) -> Draft | None:
    typing = CHANNELS[name].typing
    made = typing(draft, scene) if typing else None
    return made if made and made.text != draft.text else None


def _sent(draft: Draft, clean: str, name: str, scene: Scene) -> tuple[str, ...] | None:
    sending = CHANNELS[name].sending
    return sending(draft.text, clean, scene) if sending else None


def noisy(report: Report, profile: Profile, scene: Scene) -> Noisy:
    """Return what arrives when somebody of a profile sends a report: most often just that."""
    draft = retyped(typed(report, scene.book), scene, profile.habits)
    clean, wanted = draft.text, _count(profile, scene)
    done: list[str] = []
    texts: tuple[str, ...] | None = None
    for _ in range(_TRIES):
        if len(done) == wanted:
            break
        name = _draw(profile, scene)
        if CHANNELS[name].sending and texts is None:
            texts = _sent(draft, clean, name, scene)
            done += [name] if texts else []
        elif texts is None and (made := _spoilt(draft, name, scene)):
            draft = made
            done.append(name)
    return Noisy(texts or (draft.text,), draft.truth, draft.says, tuple(done))


def through(report: Report, name: str, scene: Scene) -> Noisy | None:
    """Return what arrives when one channel alone spoils the canonical text; None where it finds nothing."""
    draft = typed(report, scene.book)
    if CHANNELS[name].sending:
        texts = _sent(draft, draft.text, name, scene)
        return Noisy(texts, report, report, (name,)) if texts else None
    made = _spoilt(draft, name, scene)
    return Noisy((made.text,), made.truth, made.says, (name,)) if made else None


def untouched(report: Report, scene: Scene) -> Noisy:
    """Return the canonical text, as it left the card."""
    draft = typed(report, scene.book)
    return Noisy((draft.text,), report, draft.says)
