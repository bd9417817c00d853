"""The console's certificates."""
