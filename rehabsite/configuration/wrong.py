class Wrong(ValueError):
    """A value that a setting cannot have. The sentence says what to give, and never holds the value: it may be a
    secret. `part` is the part of a list that is wrong, which is shown if the setting is no secret."""

    def __init__(self, sentence: str, *, part: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.part = part
