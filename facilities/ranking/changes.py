"""What a ranking changed against the version before, as data from which a page makes sentences."""

from typing import Literal, TypedDict

from facilities.ranking.scoring import Inputs

Kind = Literal["method", "edition", "entered", "left", "left-out", "moved", "score"]


class Change(TypedDict):
    """`before` and `after` are positions (moved, entered, left), points (score), or names (method, edition)."""

    kind: Kind
    slug: str
    name: str
    before: str
    after: str


def changes(before: Inputs, after: Inputs) -> list[Change]:
    """Both with their rows. A facility that both moved and has another score is named for each."""
    found: list[Change] = []
    if before["method"] != after["method"]:
        found.append(_change("method", before=before["method"], after=after["method"]))
    if before["edition"]["name"] != after["edition"]["name"]:
        found.append(_change("edition", before=before["edition"]["name"], after=after["edition"]["name"]))
    old, new = ({row["slug"]: row for row in document["rows"]} for document in (before, after))
    names = {item["slug"]: item["name"] for document in (before, after) for item in document["facilities"]}
    left_out = {item["slug"] for item in after["left_out"]}
    for slug, row in new.items():
        if slug not in old:
            found.append(_change("entered", slug, names[slug], after=row["position"]))
            continue
        if old[slug]["position"] != row["position"]:
            found.append(_change("moved", slug, names[slug], old[slug]["position"], row["position"]))
        if old[slug]["score"] != row["score"]:
            found.append(_change("score", slug, names[slug], old[slug]["score"], row["score"]))
    for slug, row in old.items():
        if slug not in new:
            found.append(_change("left-out" if slug in left_out else "left", slug, names[slug], row["position"]))
    return found


def _change(kind: Kind, slug: str = "", name: str = "", before: str | int = "", after: str | int = "") -> Change:
    return {"kind": kind, "slug": slug, "name": name, "before": str(before), "after": str(after)}
