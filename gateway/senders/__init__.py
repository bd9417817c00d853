"""How sure we are of who sent a message: sheets of one-time codes, provenance, duress."""
