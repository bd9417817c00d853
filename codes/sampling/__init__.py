"""Random reports by the book; the dice are handed in."""
