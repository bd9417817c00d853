"""Pretend hardware: real protocols, so that demo, training and tests need no SIM card and no licence."""
