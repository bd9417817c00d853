"""The alphabets of 3GPP TS 23.038: the default one and the thirteen national languages of annex A."""
