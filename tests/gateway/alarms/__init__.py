"""Tests of alarms that nobody takes, and claims that nobody works on."""
