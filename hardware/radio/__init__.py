"""Radios behind a TNC: KISS on the wire, AX.25 UI frames in it, APRS messages in those."""
