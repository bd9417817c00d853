"""A report in as few bytes as its book allows, for the air and for SMS between offices; nothing is lost."""

from codes.packed.pack import pack, unpack

__all__ = ["pack", "unpack"]
