"""The file form in which articles and people move in and out of a site.

An article is Markdown with YAML between two lines of `---`; people are a YAML list. Reading is strict and tells all
that is wrong at once, with the file's own line numbers. `parse(dump(document)) == document` holds for every
document in normal form, which is what `parse` returns; compare a stored text by its `normal_text`.
"""

from articles.front_matter.documents import parse, parse_bytes
from articles.front_matter.entries import (
    BODY_LENGTH,
    Document,
    PersonEntry,
    QuestionEntry,
    SourceEntry,
    TermEntry,
)
from articles.front_matter.people import parse_people, parse_people_bytes
from articles.front_matter.problems import FrontMatterErrors, Problem
from articles.front_matter.terms import parse_terms_bytes
from articles.front_matter.text import MAX_SIZE, normal_text
from articles.front_matter.writing import dump, dump_people, dump_terms

__all__ = [
    "BODY_LENGTH",
    "MAX_SIZE",
    "Document",
    "FrontMatterErrors",
    "PersonEntry",
    "Problem",
    "QuestionEntry",
    "SourceEntry",
    "TermEntry",
    "dump",
    "dump_people",
    "dump_terms",
    "normal_text",
    "parse",
    "parse_bytes",
    "parse_people",
    "parse_people_bytes",
    "parse_terms_bytes",
]
