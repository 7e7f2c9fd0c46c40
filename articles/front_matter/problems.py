"""What is wrong with a file, all of it at once."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right. `line` counts from 1, over the whole file."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


class FrontMatterErrors(ValueError):
    """A file that was not taken. `problems` is never empty and goes from the first line to the last."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Report:
    """Collects problems. Its lines count from 1 within the YAML, which starts after `offset` lines of the file."""

    def __init__(self, offset: int = 0) -> None:
        self.offset = offset
        self.problems: list[Problem] = []

    def add(self, line: int, message: str) -> None:
        self.problems.append(Problem(line + self.offset, message))

    def raise_if_any(self) -> None:
        if self.problems:
            raise FrontMatterErrors(self.problems)
