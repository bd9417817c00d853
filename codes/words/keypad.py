"""The keys of a phone: which of them type a word with T9 (ITU-T E.161)."""

_KEYS = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}
_TABLE = str.maketrans({letter: key for key, letters in _KEYS.items() for letter in letters})


def keys(word: str) -> str:
    """Return the keys that type a word; figures type themselves."""
    return word.translate(_TABLE)
