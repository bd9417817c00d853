"""Backups: sealed, whole, and taken in by either engine."""
