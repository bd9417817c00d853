"""What can go wrong below a bearer, as a small closed set."""


class PortLostError(Exception):
    """The bytes stopped: unplugged, closed by the other side, or the device is gone."""


class AnswerLateError(Exception):
    """The device did not answer a command within its time; what it did with it is unknown."""
