"""Backup and restore: everything a store holds, sealed for the recovery keys, on any engine."""
