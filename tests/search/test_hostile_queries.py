"""Whatever is typed, an answer, and no more work than for any other query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.queries import find
from search.services import put
from search.words import LONGEST_WORD, MOST_WORDS, telling, words_of

pytestmark = pytest.mark.django_db
# fmt: off
QUERIES = [
    *("", " ", '"', "'", '""', '"""', "*", "**", "naloxone*", "*naloxone", "naloxone^2", "-naloxone", "+naloxone"),
    *("title:naloxone", "title : naloxone", "{title} : naloxone", "kind:article", "kind : article"),
    *("NEAR(naloxone home)", "naloxone NEAR home", "NEAR/2", "AND", "OR", "NOT", "naloxone AND", "OR naloxone"),
    *("naloxone OR", "naloxone NOT home", "(", ")", "(naloxone", "naloxone)", "((((", "naloxone & | ! <-> home"),
    *("naloxone:*", "naloxone:A", "!naloxone", "<2>", "'naloxone'", "\\", "\\\\", "\\'", "a\\", "%", "_", "%s"),
    *("'; DROP TABLE search_document; --", "' OR 1=1 --", '" OR ""="', "/*", "--", ";", "$$", "$1", "?", ":1", "{}"),
    *("\0", "nalo\0xone", "\x02naloxone\x03", "\ud800", "\ufffe", "\u202enaloxone", "\u200b", "\ufeff", "\r\n\t"),
    *("the", "and or not", "what is the", "😀", "😀 naloxone", "👩‍👩‍👧", "e\u0301" * 500, "\u0301", "ÅÄÖ"),
    *("İstanbul", "ß", "ﬁ"),
    *("العلاج", "עזרה", "治疗", "บำบัด", "इलाज", "½"),
    *("²", "Ⅷ", "0", "1.5e400", "1e309", "-1", "٣", "a/b/c", "//", "http://x.y/z?a=b"),
    *("a" * 10_000, "naloxone " * 2_000, " ".join(f"word{n}" for n in range(3_000))),
    *('"' * 10_000, "(" * 10_000, "*" * 10_000),
    *("x" * 61 + " naloxone", "a@b.example", "555-0100", "12-step", "_" * 50, "\u00a0", "naloxone\u00a0home"),
]
# fmt: on


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ascii(query)[:40])
def test_it_is_answered_with_bounded_work(query: str) -> None:
    put(kind="article", key="1", url="/1/", title="Naloxone at home", text="Keep it near. " * 20)
    with CaptureQueriesContext(connection) as asked:
        found = find(query)
    assert len(asked) < 45
    assert len(found.words) <= MOST_WORDS
    if "naloxone" in found.words and "xx" not in query:
        assert found.total == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.integers(1, 50))
def test_any_text_is_answered(query: str, page: int) -> None:
    find(query, kind=query, page=page)


@given(st.text())
def test_words_are_letters_and_digits(query: str) -> None:
    for word in words_of(query):
        assert 0 < len(word) <= LONGEST_WORD
        assert all(character.isalnum() for character in word)
    assert len(telling(words_of(query))) <= MOST_WORDS


def test_operators_are_words_like_others() -> None:
    put(kind="article", key="1", url="/1/", title="One", text="zebra")
    put(kind="article", key="2", url="/2/", title="Two", text="giraffe")
    assert find("zebra NOT giraffe").any_word
    assert [item.key for item in find('"zebra"').items] == ["1"]
    assert [item.key for item in find("title:zebra").items] == ["1"]


def test_a_query_is_read_to_a_bound_and_without_accents() -> None:
    assert len(words_of("ab " * 5_000)) < 400
    assert words_of("Café cafe\u0301 CAFÉ 한국") == ["cafe", "cafe", "cafe", "한국"]
