"""Front matter as Hugo, Jekyll and Ghost's exports write it, as the keys of this site.

What there is no place for here is named, and taken for no mistake: whoever moves in has fifty files of it.
"""

import re
from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _

from articles.front_matter.nodes import TEXT_TAG, is_nothing, line_of
from articles.front_matter.problems import Problem

SUMMARY = 300
# Theirs, and what it is here. The first of two that mean the same counts.
MEANS = {
    **dict.fromkeys(("date", "publishdate", "published_at", "date_published", "pubdate"), "published_on"),
    **dict.fromkeys(("description", "excerpt", "custom_excerpt", "subtitle", "lead", "meta_description"), "summary"),
    **dict.fromkeys(("author", "authors", "primary_author"), "writer"),
    **dict.fromkeys(("category", "categories", "keywords", "tag", "primary_tag"), "tags"),
    **dict.fromkeys(
        ("coverimage", "cover", "image", "feature_image", "featured_image", "featuredimage", "thumbnail", "images"),
        "cover",
    ),
    **dict.fromkeys(("aliases", "redirect_from", "url", "permalink"), "old"),
}
# What tells that a file comes from elsewhere, and what is dropped in silence: it says nothing about the words.
MARKS = {
    *("date", "publishdate", "published_at", "date_published", "draft", "layout", "author", "authors", "categories"),
    *("category", "coverimage", "cover", "feature_image", "featured_image", "image", "description", "excerpt"),
    *("permalink", "aliases", "redirect_from", "lastmod", "updated", "updated_at", "created_at", "published"),
    *("custom_excerpt", "status", "visibility", "uuid"),
}
QUIET = {
    *("draft", "layout", "published", "lastmod", "updated", "updated_at", "created_at", "modified", "weight", "toc"),
    *(
        "type",
        "status",
        "visibility",
        "featured",
        "id",
        "uuid",
        "comments",
        "math",
        "mathjax",
        "pin",
        "lang",
        "locale",
    ),
    *("date_updated", "last_modified_at", "showtoc", "hidden", "comment_id", "email_only", "readingtime"),
}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.DOTALL)


@dataclass
class Translated:
    node: yaml.MappingNode
    covers: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def is_foreign(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.MappingNode) and any(
        isinstance(key.value, str) and key.value.lower() in MARKS for key, _value in node.value
    )


def translated(node: yaml.MappingNode, ours: tuple[str, ...]) -> Translated:
    """The same file in our keys. Our own keys stay as they are."""
    found = Translated(yaml.MappingNode(node.tag, [], node.start_mark, node.end_mark))
    there = {key.value for key, _value in node.value}
    tags: list[yaml.Node] = []
    tags_key: yaml.Node | None = None
    taken: set[str] = set()
    for key, value in node.value:
        name = str(key.value).lower()
        means = MEANS.get(name)
        if name == "tags" or means == "tags":
            tags_key = tags_key or key
            tags += _listed(value)
        elif key.value in ours:
            found.node.value.append((key, value))
        elif means == "cover":
            found.covers += [one.value for one in _listed(value) if isinstance(one.value, str)]
        elif means == "old":
            found.old += [one.value for one in _listed(value) if isinstance(one.value, str)]
        elif means and means not in there and means not in taken:
            taken.add(means)
            found.node.value.append((_named(key, means), _value(means, value, found, key)))
        elif name not in QUIET:
            said = _("Articles here have nothing for “%(key)s”, so it was left out.") % {"key": str(key.value)[:40]}
            found.notes.append(Problem(line_of(key), said))
    if tags_key is not None:
        once = {" ".join(str(one.value).casefold().split()): one for one in reversed(tags) if str(one.value).strip()}
        kept = list(reversed(once.values()))
        sequence = yaml.SequenceNode("tag:yaml.org,2002:seq", kept, tags_key.start_mark, tags_key.end_mark)
        found.node.value.append((_named(tags_key, "tags"), sequence))
    return found


def _named(key: yaml.Node, name: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(TEXT_TAG, name, key.start_mark, key.end_mark)


def _listed(value: yaml.Node) -> list[yaml.Node]:
    """A list, a text with commas, or Ghost's rows with a name."""
    if is_nothing(value):
        return []
    if isinstance(value, yaml.SequenceNode):
        return [one for item in value.value for one in _listed(item)]
    if isinstance(value, yaml.MappingNode):
        return [row for key, row in value.value if key.value in ("name", "image", "src", "url", "relative")][:1]
    parts = [part.strip() for part in str(value.value).split(",")] if "/" not in value.value else [value.value]
    return [yaml.ScalarNode(TEXT_TAG, part, value.start_mark, value.end_mark) for part in parts if part]


def _value(means: str, value: yaml.Node, found: Translated, key: yaml.Node) -> yaml.Node:
    if means == "writer":
        names = _listed(value)
        if len(names) > 1:
            said = _("Only the first of several authors is named as the writer.")
            found.notes.append(Problem(line_of(key), said))
        return names[0] if names else _named(key, "")
    if not isinstance(value, yaml.ScalarNode):
        return value
    text = str(value.value)
    if means == "published_on" and (day := _DAY.fullmatch(text.strip())):
        text = day[1]
    elif means == "summary":
        text = " ".join(text.split())
        if len(text) > SUMMARY:
            text = f"{text[: SUMMARY - 1].rpartition(' ')[0]}…"
            found.notes.append(Problem(line_of(key), _("The summary was cut at %(n)d characters.") % {"n": SUMMARY}))
    return yaml.ScalarNode(TEXT_TAG, text, value.start_mark, value.end_mark, style='"')
