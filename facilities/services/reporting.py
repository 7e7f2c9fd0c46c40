"""What an import did, for the person who ran it."""

from dataclasses import dataclass, field

from facilities.directory import Row


@dataclass
class Report:
    """Counts and names. `already` says that this file had been imported before, so that nothing was done."""

    edition: str
    total: int = 0
    same: int = 0
    already: bool = False
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    contradictory: list[str] = field(default_factory=list)
    near_duplicates: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    undialed: list[str] = field(default_factory=list)


def label(row: Row) -> str:
    name = f"{row.name1} ({row.name2})" if row.name2 else row.name1
    return f"{name}, {row.street1 or row.street2}, {row.city} {row.state} {row.zip}"
