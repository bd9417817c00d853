"""AT commands as modems speak them, without IO: bytes and time-outs in, effects out (TS 27.005, 27.007)."""
