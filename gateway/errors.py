"""What can go wrong in the gateway, as a small closed set; the text of each is a sentence for a person."""

from hardware.sentence import Sentence


class ConfigError(Exception):
    """The configuration cannot be used: says where and what to write instead."""


class SaidError(Exception):
    """Something that staff read of in their own language."""

    @property
    def sentence(self) -> Sentence:
        return Sentence.of(self.args[0] if self.args else "")


class StoreFullError(SaidError):
    """The disk is full: nothing was kept, nothing may be deleted or acknowledged; try again later."""


class StoreLostError(SaidError):
    """The store cannot be reached or opened: nothing was kept."""


class EnvelopeError(SaidError):
    """An envelope that cannot be believed or opened: nothing of it was kept."""


class BackupError(Exception):
    """A backup that cannot be written, believed or opened: nothing was changed."""
