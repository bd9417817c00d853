"""The desk: what staff can ask and do, and the only thing the console's pages call."""
