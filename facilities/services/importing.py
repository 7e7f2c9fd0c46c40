"""Bringing an edition of SAMHSA's directory into the database, whole or not at all."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from facilities import service_codes
from facilities.directory import Code, Problems, Row, Rows
from facilities.models import DirectoryEdition, Facility, ProposedMatch, ServiceCode
from facilities.phases import POSITIONS
from facilities.phones import read
from facilities.services.matching import as_json, candidates, keyed, near_duplicates, spared
from facilities.services.rows import LISTED, Slugs, Whereabouts, changes, gone, label, values_of
from review.refusals import Refused
from search.kinds import all_kinds
from search.services import rebuild

Progress = Callable[[int, int], None]  # how many more, of how many
BATCH: Final = 500
FEW: Final = 100


@dataclass
class Report:
    """What an import did, for the person who ran it: counts and names. `already` says that this file had been imported
    before, so that nothing was done.
    """

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


@dataclass(frozen=True)
class EditionFacts:
    """`name` is what readers see, and begins with or holds a year: an older year after a newer one is refused."""

    name: str
    source: str
    sha256: str
    survey_year: int | None = None
    invented: bool = False


def import_rows(
    *,
    rows: Iterable[Row],
    codes: Sequence[Code],
    edition: EditionFacts,
    covers: Collection[str] | None = None,
    many_may_go: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda count, total: None,
) -> Report:
    """Import a file's rows. `covers` names the states that the file holds completely; None means all of them.

    Only there is a facility that the file lacks delisted. Where that would be most of them, `many_may_go` says that it
    is meant. What editors set is never touched: the relationship, whether it takes inquiries, when it was phoned, the
    slug, and a delisting of their own.
    """
    if (known := _already(edition)) is not None:
        return known
    found = keyed(rows)  # read before the transaction, so that no one waits for the reading
    problems = rows.problems if isinstance(rows, Rows) else Problems()
    if not found:
        raise Refused("empty", "This file lists no facility, so nothing was imported.")
    with transaction.atomic():
        listed = Facility.objects.filter(delisted_on=None, edition__invented=edition.invented).count()
        report = _Import(found, codes, edition, covers, progress, problems).run()
        _refuse_if_most_are_gone(len(report.gone), listed, many_may_go=many_may_go)
        if not dry_run:
            for kind in all_kinds():
                if kind.changes_with_editions:
                    rebuild(kind)
        transaction.set_rollback(dry_run)
    return report


def _refuse_if_most_are_gone(gone: int, listed: int, *, many_may_go: bool) -> None:
    if gone > max(listed // 2, FEW) and not many_may_go:
        raise Refused(
            "many-gone",
            f"This file lacks {gone} of the {listed} facilities that are listed. If it covers only some states, "
            f"name them with --covers. If that many really are gone, say --covers all. Nothing was imported.",
        )


def _already(edition: EditionFacts) -> Report | None:
    same = DirectoryEdition.objects.filter(sha256=edition.sha256).first()
    if same:
        return Report(same.name, same.facility_count, same.facility_count, already=True)
    if DirectoryEdition.objects.filter(name=edition.name).exists():
        raise Refused(
            "name-taken",
            f"The edition {edition.name} was imported from another file. For this one, give another --edition NAME.",
        )
    newest = max((_years(name) for name in _real_names() if not edition.invented), default=())
    years = _years(edition.name)
    if not edition.invented and not years:
        raise Refused("no-year", "An edition's name has its year in it, such as 2023. Give it with --edition NAME.")
    if years[: len(newest)] < newest[: len(years)]:
        newer = ".".join(str(part) for part in newest)
        raise Refused(
            "older", f"The edition {edition.name} is older than what the site shows ({newer}). Nothing changed."
        )
    return None


def _real_names() -> Iterable[str]:
    return DirectoryEdition.objects.filter(invented=False).values_list("name", flat=True)


def _years(name: str) -> tuple[int, ...]:
    """(2024,) or, where the name has a date, (2024, 5, 31)."""
    match = re.search(r"\b20\d\d(?:-\d\d){0,2}\b", name)
    return tuple(int(part) for part in match[0].split("-")) if match else ()


class _Import:
    def __init__(
        self,
        rows: dict[str, Row],
        codes: Sequence[Code],
        facts: EditionFacts,
        covers: Collection[str] | None,
        progress: Progress,
        problems: Problems,
    ) -> None:
        self.rows, self.covers, self.progress, self.bad = rows, covers, progress, problems.refused
        self.report = Report(facts.name, len(rows))
        self.report.refused, self.report.notes = list(map(str, self.bad)), problems.notes
        self.places, self.slugs = Whereabouts(), Slugs()
        # Invented facilities and real ones never meet.
        there = Facility.objects.filter(edition__invented=facts.invented)
        self.known = {facility.key: facility for facility in there.iterator()}
        self.edition = DirectoryEdition.objects.create(
            name=facts.name,
            source=facts.source,
            sha256=facts.sha256,
            survey_year=facts.survey_year,
            invented=facts.invented,
            facility_count=len(rows),
            refused_rows=self.report.refused,
        )
        self._store_codes(codes)

    def run(self) -> Report:
        self._compare()
        missing = [facility for key, facility in self.known.items() if key not in self.rows]
        fresh = {key: row for key, row in self.rows.items() if key not in self.known}
        waiting = self._propose(fresh, missing)
        self._spare(missing)
        self._add({key: row for key, row in fresh.items() if id(row) not in waiting})
        self._delist(missing)
        self._look_over()
        return self.report

    def _store_codes(self, codes: Sequence[Code]) -> None:
        rows = []
        for code in codes:
            slug, role = service_codes.CODES.get(code.code, ("", ""))
            row = ServiceCode(edition=self.edition, code=code.code, name=code.name, description=code.description)
            row.category_code, row.category_name = code.category_code, code.category_name[:120]
            row.phase, row.role = POSITIONS.get(slug), role
            rows.append(row)
        ServiceCode.objects.bulk_create(rows, batch_size=BATCH)

    def _compare(self) -> None:
        listed = []
        for key, row in self.rows.items():
            facility = self.known.get(key)
            if facility is None:
                continue
            listed.append(facility.pk)
            new = changes(facility, row, self.places)
            if facility.delisted_by_import:
                self.report.back.append(label(row))
                new |= LISTED
            elif new:
                self.report.changed.append(label(row))
            else:
                self.report.same += 1
            if new:
                Facility.objects.filter(pk=facility.pk).update(**new)
            self.progress(1, len(self.rows))
        _update(listed, edition=self.edition)

    def _propose(self, fresh: dict[str, Row], missing: list[Facility]) -> set[int]:
        """Rows that wait for an editor, by identity. Their facilities stay as they were, and leave `missing`."""
        # An earlier edition's open question is asked again by this one, or has answered itself.
        ProposedMatch.objects.filter(
            decision=ProposedMatch.Decision.WAITING, edition__invented=self.edition.invented
        ).delete()
        found = candidates(fresh.values(), missing)
        ProposedMatch.objects.bulk_create(
            [
                ProposedMatch(
                    edition=self.edition, facility=pair.facility, row=as_json(pair.row), likeness=pair.likeness
                )
                for pair in found
            ],
            batch_size=BATCH,
        )
        self.report.proposed = [f"{label(pair.row)} = {pair.facility}?" for pair in found]
        self.progress(len(found), len(self.rows))
        asked = {pair.facility.pk for pair in found}
        missing[:] = [facility for facility in missing if facility.pk not in asked]
        return {id(pair.row) for pair in found}

    def _spare(self, missing: list[Facility]) -> None:
        """A place is not gone because its row could not be read."""
        kept = spared(self.bad, missing)
        self.report.spared = [f"{facility}, {facility.postal_city} {facility.state}" for facility in kept]
        safe = {facility.pk for facility in kept}
        missing[:] = [facility for facility in missing if facility.pk not in safe]

    def _add(self, fresh: dict[str, Row]) -> None:
        items = list(fresh.items())
        for start in range(0, len(items), BATCH):
            batch = [
                Facility(key=key, slug=self.slugs.make(row), edition=self.edition, **values_of(row, self.places))
                for key, row in items[start : start + BATCH]
            ]
            Facility.objects.bulk_create(batch)
            self.progress(len(batch), len(self.rows))
        self.report.new = [label(row) for row in fresh.values()]

    def _delist(self, missing: list[Facility]) -> None:
        lost = [
            facility
            for facility in missing
            if facility.delisted_on is None and (self.covers is None or facility.state in self.covers)
        ]
        _update([facility.pk for facility in lost], **gone(self.edition))
        self.report.gone = [f"{facility}, {facility.postal_city} {facility.state}" for facility in lost]

    def _look_over(self) -> None:
        rows = self.rows.values()
        self.report.contradictory = [
            f"{label(row)}: {', '.join(found)}"
            for row in rows
            if (found := service_codes.contradictions(row.codes, f"{row.name1} {row.name2}"))
        ]
        self.report.undialed = [
            f"{label(row)}: {text} ({problem})"
            for row in rows
            for text in dict.fromkeys((row.phone, row.intake1, row.intake2))
            if (problem := read(text).problem)
        ]
        self.report.near_duplicates = [f"{label(one)} ~ {label(two)}" for one, two in near_duplicates(rows)]


def _update(pks: Sequence[int], **values: Any) -> None:
    for start in range(0, len(pks), BATCH):
        Facility.objects.filter(pk__in=pks[start : start + BATCH]).update(**values)
