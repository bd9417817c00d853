"""A pretend GSM modem, its SIM and the network behind it (3GPP TS 27.005, 27.007, 23.040; ITU-T V.250).

The core (`core.py`) does no IO: bytes in, bytes out, and the time handed in. `pretend.py` puts it on a pty
and a control socket.

What it does not pretend: text mode (AT+CMGF=1 is refused, as some modems do), voice and data calls (RING
can be raised with the op `urc`, dialling ends in NO CARRIER), USSD, a phone book, flow control and baud
rates, a change of signal or registration by itself (the op `air` makes one), and the air: the network takes
every message that it can read, at once, and loses none. Nor does it see a client come or go: what was set
stays set, and what was said to nobody is read by the next, as with a modem on a real serial line.
"""
