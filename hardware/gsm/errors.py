"""What keeps a connected modem from serving."""

from hardware.sentence import Sentence


class ModemUnfitError(Exception):
    """It answers, but cannot serve; says why in a sentence for a person."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence
