"""What keeps a connected modem from serving."""


class ModemUnfitError(Exception):
    """It answers, but cannot serve; says why in a sentence for a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
