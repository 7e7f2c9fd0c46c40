"""What verbs raise when they refuse, here and in the rooms above."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise


class Refused(Exception):
    """A step that may not be taken now. `code` is for programs; the sentence tells a person what to do.

    The sentence is shown and may be logged, so it never holds a word of what a visitor wrote.
    """

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code

    def as_error(self) -> ValidationError:
        """For a form, which keeps the code with the sentence."""
        return ValidationError(str(self), code=self.code)
