"""How a reader says that a file is not what it should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_SHOWN: Final = 50
FEW: Final = 10  # so many bad rows are always those rows' fault
BAD_SHARE: Final = 0.02  # and more of them than this, the file's


class BadFile(Exception):
    """The file cannot be read. `code` is for programs; the sentence says what to do. `problems` name rows, if any."""

    def __init__(self, code: str, sentence: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.code = code
        self.problems = problems


@dataclass(slots=True)
class BadRow:
    """A row that is not taken in. `texts` is what could be read of it, so that its place can be found."""

    number: int | str
    sentences: list[str] = field(default_factory=list)
    texts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        name = self.texts.get("name1", "")
        return f"Row {self.number}{f' ({name})' if name else ''}: {' '.join(self.sentences)}"


class Problems:
    """Gathers what is wrong with a file's rows, so that all of it can be put right at once."""

    def __init__(self) -> None:
        self.seen = 0
        self.notes: list[str] = []  # of rows that were taken in, with something of them left out
        self._bad: dict[int | str, BadRow] = {}

    @property
    def refused(self) -> list[BadRow]:
        return list(self._bad.values())

    def add(self, row: int | str, sentence: str) -> None:
        """The row is refused."""
        self._bad.setdefault(row, BadRow(row)).sentences.append(sentence)

    def note(self, row: int | str, sentence: str) -> None:
        """The row is taken in all the same."""
        self.notes.append(f"Row {row}: {sentence}")

    def identify(self, row: int | str, texts: Mapping[str, str | None]) -> bool:
        """Counts the row. Whether it is refused; then what could be read of it is kept."""
        self.seen += 1
        if row not in self._bad:
            return False
        self._bad[row].texts = {name: text for name, text in texts.items() if text}
        return True

    def settle(self, *, strict: bool = False) -> None:
        """After the last row: the file is refused if too many of its rows are, or (strictly) if any is."""
        bad = len(self._bad)
        if not bad or (not strict and bad < max(self.seen, 1) and (bad <= FEW or bad <= self.seen * BAD_SHARE)):
            return
        of_all = f" of {self.seen}" if self.seen and not strict else ""
        raise BadFile(
            "bad-rows",
            f"In this file {bad}{of_all} rows cannot be read. Is it the right file? Get it again, or fix them.",
            tuple(map(str, self.refused[:MOST_SHOWN])),
        )
