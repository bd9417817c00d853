"""Alarms that nobody takes, and claims that nobody works on."""
