"""A pretend serial radio: a KISS TNC on a pty, a little air, and the handhelds of pretend patrols.

What it does not pretend: sound, air time and collisions (what is said is heard at once, by everyone or, by
chance, not), digipeaters, the TNC's own settings (TXDELAY and the like are taken and ignored), and frames
other than UI. A real software TNC, direwolf, does those in the tests.
"""
