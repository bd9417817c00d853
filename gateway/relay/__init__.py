"""What travels between offices: envelopes, what may go in them, and how far each has come."""
