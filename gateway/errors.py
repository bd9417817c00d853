"""What can go wrong in the gateway, as a small closed set; the text of each is a sentence for a person."""


class ConfigError(Exception):
    """The configuration cannot be used: says where and what to write instead."""


class StoreFullError(Exception):
    """The disk is full: nothing was kept, nothing may be deleted or acknowledged; try again later."""


class StoreLostError(Exception):
    """The store cannot be reached or opened: nothing was kept."""


class EnvelopeError(Exception):
    """An envelope that cannot be believed or opened: nothing of it was kept."""


class BackupError(Exception):
    """A backup that cannot be written, believed or opened: nothing was changed."""
