"""From what a bearer heard to what the office knows, in one transaction."""
