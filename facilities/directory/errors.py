"""How a reader says that a file is not what it should be."""

from typing import Final

MOST: Final = 50


class BadFile(Exception):
    """The file cannot be read. `code` is for programs; the sentence says what to do. `problems` name rows, if any."""

    def __init__(self, code: str, sentence: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.problems = problems


class Problems:
    """Gathers what is wrong with a file's rows, so that all of it can be put right at once."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, row: int | str, sentence: str) -> None:
        """After fifty it raises: a file that wrong is the wrong file, or its form has changed."""
        self._found.append(f"Row {row}: {sentence}")
        if len(self._found) >= MOST:
            self._refuse(f"This file has {MOST} problems or more, so reading stopped. Is it the right file?")

    def settle(self) -> None:
        if self._found:
            self._refuse(f"This file has {len(self._found)} problem(s). Put them right and import it again.")

    def _refuse(self, sentence: str) -> None:
        raise BadFile("bad-rows", sentence, tuple(self._found))
