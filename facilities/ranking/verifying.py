"""Does a ranking follow from its own inputs, and are its points those of the published method?"""

from collections.abc import Iterator

from facilities.ranking.method import METHODS
from facilities.ranking.scoring import Inputs, Row, rank


def problems(document: Inputs) -> Iterator[str]:
    """A sentence for each way in which the file does not agree with the method or with itself."""
    yield from _method(document)
    yield from _rows(document)


def _method(document: Inputs) -> Iterator[str]:
    method = METHODS.get(document["method"])
    if method is None:
        yield f"Method version {document['method']!r} is not known here, so its points could not be compared."
        return
    given = {criterion["key"]: criterion for criterion in document["criteria"]}
    for criterion in method.criteria():
        here = given.pop(criterion["key"], None)
        if here is None:
            yield f"Criterion {criterion['key']}: method {method.version} has it, the file does not."
            continue
        for part, value in criterion.items():
            found = here[part]  # type: ignore[literal-required]
            if found != value:
                key, version = criterion["key"], method.version
                yield f"Criterion {key}: {part} is {found} in the file, {value} in method {version}."
    for key in given:
        yield f"Criterion {key}: the file has it, method {method.version} does not."


def _rows(document: Inputs) -> Iterator[str]:
    names = {facility["slug"]: facility["name"] for facility in document["facilities"]}
    computed, given = rank(document), {row["slug"]: row for row in document["rows"]}
    for row in computed:
        name = names[row["slug"]]
        if row["slug"] not in given:
            yield f"{name}: it is among the inputs, but has no place in the file."
        else:
            yield from _points(name, given[row["slug"]], row)
    for slug in given.keys() - names.keys():
        yield f"{slug}: it has a place in the file, but is not among the inputs."
    # One changed fact moves many others, so what was moved comes last.
    for row in computed:
        if row["slug"] in given:
            yield from _place(names[row["slug"]], given[row["slug"]], row)
    wanted, found = ([row["slug"] for row in rows if row["slug"] in names] for rows in (computed, document["rows"]))
    if sorted(wanted) == sorted(found) and wanted != found:
        yield "The rows are not in the order that the scores and names give."


def _points(name: str, given: Row, computed: Row) -> Iterator[str]:
    reasons = {reason["key"]: reason for reason in given["reasons"]}
    for reason in computed["reasons"]:
        there = reasons.pop(reason["key"], None)
        if there != reason:
            file, inputs = (f"{one['points']} ({one['state']})" if one else "nothing" for one in (there, reason))
            yield f"{name}, {reason['key']}: {file} in the file, {inputs} from its inputs."
    for key in reasons:
        yield f"{name}, {key}: the file gives points for what is not among the criteria."
    if given["score"] != computed["score"]:
        yield f"{name}: score {given['score']} in the file, {computed['score']} from its inputs."


def _place(name: str, given: Row, computed: Row) -> Iterator[str]:
    file, inputs = (f"{row['position']}{', tied' if row['tied'] else ''}" for row in (given, computed))
    if file != inputs:
        yield f"{name}: place {file} in the file, {inputs} from its inputs."
