from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.front_matter import (
    Document,
    PersonEntry,
    QuestionEntry,
    SourceEntry,
    dump,
    dump_people,
    normal_text,
    parse,
    parse_people,
)
from markup.characters import folded, one_line

# What YAML could take for something else, and what some editors and keyboards put into a text.
TRICKY = st.sampled_from(
    list("-?:,[]{}#&*!|>'\"%@`~= \t\n\\")
    + ["---", "...", ": ", " #", "\n---\n", "\n\n", "  \n", "\n\t", "\n  ", "null", "yes", "2026-10-01", "0x1", "<<"]
    + ["é", "“", "😀", "\xa0", "\u200b", "\ufeff", "字", "a", "word ", "\\n", "1e3", "12:30", "\xad", "\u202e"]
)
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
PIECES = st.one_of(TRICKY, st.text(CHARACTERS, max_size=6))
SEVERAL_LINES = st.lists(PIECES, min_size=1, max_size=12).map(lambda pieces: normal_text("".join(pieces)))
ONE_LINE = SEVERAL_LINES.map(lambda text: one_line(one_line(text)[:60]))
DATES = st.none() | st.dates(date(1800, 1, 1), date(2100, 12, 31))
SLUGS = st.from_regex(r"[-a-z0-9_]{1,30}", fullmatch=True)
URLS = st.sampled_from(["", "https://example.org/", "http://example.org:80/a?b=c&d=%20#e", "https://ex.org/é,[x]"])


def filled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.filter(bool)


def once(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(filled(texts), max_size=3, unique_by=folded).map(tuple)


SOURCES = st.builds(SourceEntry, filled(ONE_LINE), ONE_LINE, st.none() | st.integers(1800, 2100), URLS, DATES)
QUESTIONS = st.builds(QuestionEntry, filled(ONE_LINE), filled(SEVERAL_LINES))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    done, due = draw(DATES), draw(DATES)
    return Document(
        title=draw(filled(ONE_LINE)),
        slug=draw(st.just("") | SLUGS),
        summary=draw(ONE_LINE),
        city=draw(st.just("") | SLUGS),
        phases=draw(once(SLUGS)),
        tags=draw(once(ONE_LINE)),
        writer=draw(st.sampled_from(["", "Ann Lee", "O'Neil, MD: x"])),
        editor=draw(ONE_LINE),
        reviewer="Cy Ray" if done else "",
        reviewed_on=done,
        next_review_due=due if not done or (due and due > done) else None,
        published_on=draw(DATES),
        sources=tuple(draw(st.lists(SOURCES, max_size=2))),
        questions=tuple(draw(st.lists(QUESTIONS, max_size=2, unique_by=lambda q: folded(q.question)))),
        body=draw(filled(SEVERAL_LINES)),
    )


@given(documents())
@settings(max_examples=100, deadline=None)
def test_an_article_that_is_written_and_read_is_the_same(document: Document) -> None:
    assert parse(dump(document)) == document


PEOPLE = st.builds(
    PersonEntry,
    SLUGS,
    filled(ONE_LINE),
    ONE_LINE,
    URLS,
    SEVERAL_LINES,
    SEVERAL_LINES,
    st.booleans(),
)


@given(
    st.lists(
        PEOPLE,
        max_size=3,
        unique_by=(lambda person: person.slug, lambda person: folded(person.name)),
    )
)
@example([PersonEntry("0", "-", "-", "", "-", "Â \n---\n¡¸", False)])  # on one line it looks like a blank
@settings(max_examples=50, deadline=None)
def test_people_who_are_written_and_read_are_the_same(people: list[PersonEntry]) -> None:
    assert parse_people(dump_people(people)) == people
