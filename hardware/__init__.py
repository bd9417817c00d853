"""Bytes and bearers: GSM modems, serial radios, and pretend ones to test and train with."""
