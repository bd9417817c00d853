"""The running station: its parts put together, watched, and asked how it is."""
