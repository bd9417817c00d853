"""Heads told, witnessed and held against each other."""
