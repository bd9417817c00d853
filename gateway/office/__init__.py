"""Who we are: the configuration, the keys, the card, the roster at hand, what may cross the border."""
