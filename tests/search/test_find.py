"""What is found, in which order, and how matches are marked. The same on both databases."""

from typing import Any

import pytest
from django.db import connection

from search.dialects import BEGIN
from search.entries import Entry
from search.models import Document, Word
from search.queries import COUNTED, PER_PAGE, RANKED_WHOLE, Piece, Results, find
from search.services import LONGEST_TEXT, drop, forget_words, public_version, put, put_many

pytestmark = pytest.mark.django_db


def add(title: str, text: str = "", *, kind: str = "article", key: str = "", **more: Any) -> None:
    put(kind=kind, key=key or title, url=f"/{kind}/", title=title, text=text, **more)


def titles(results: Results) -> list[str]:
    return ["".join(piece.text for piece in item.title) for item in results.items]


def matches(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_match]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("treatments", "Treatment works."),
        ("CAFE", "In the café."),
        ("café", "In the cafe."),
        ("cafe\u0301", "In the café."),
        ("buprenorphine", "Ask for methadone/buprenorphine."),
        ("samhsa", "See SAMHSA.gov for more."),
        ("long-acting", "A long-acting injection."),
        ("doesn't hurt", "It doesn't hurt."),
        ("12-step groups", "Groups with 12 steps."),
        ("methadone", "«Methadone»"),
        ("\u2067العلاج\u2069", "العلاج متاح"),
        ("лечение", "Лечение помогает"),
    ],
)
def test_a_word_is_found_in_its_other_forms(query: str, text: str) -> None:
    add("One", text)
    add("Two", "Nothing alike.")
    assert titles(find(query)) == ["One"]


def test_keywords_are_found_and_not_shown() -> None:
    add("One", "Some text.", keywords="naltrexone")
    [item] = find("naltrexone").items
    assert "naltrexone" not in "".join(piece.text for piece in [*item.title, *item.snippet]).lower()


def test_all_words_come_before_some() -> None:
    add("One", "Methadone in Austin.")
    add("Two", "Methadone in Dallas.")
    every = find("methadone austin")
    assert (titles(every), every.any_word) == (["One"], False)
    some = find("methadone zebra")
    assert (sorted(titles(some)), some.any_word) == (["One", "Two"], True)


def test_words_may_stand_apart_in_title_and_text() -> None:
    add("Methadone", "What it costs in Austin.")
    assert titles(find("austin methadone")) == ["Methadone"]


def test_fillers_do_not_count() -> None:
    add("One", "Methadone eases withdrawal.")
    assert find("Do the methadone!").words == ["methadone"]
    assert titles(find("what is the methadone")) == ["One"]
    assert find("what is the").words == []


def test_the_last_word_may_be_a_beginning() -> None:
    add("One", "Buprenorphine helps.")
    assert titles(find("bupreno")) == ["One"]
    assert titles(find("helps bupreno")) == ["One"]
    assert titles(find("bpr")) == []


def test_a_title_comes_before_a_text_and_more_weight_before_less() -> None:
    add("Other things", "Naloxone. " * 3 + "And more words. " * 30)
    add("Naloxone at home", "How it works. " * 30)
    assert titles(find("naloxone")) == ["Naloxone at home", "Other things"]
    put(kind="phase", key="1", url="/p/", title="Naloxone at work", text="How it works. " * 30, weight=8)
    assert titles(find("naloxone"))[0] == "Naloxone at work"


def test_matches_are_marked_and_nothing_is_markup() -> None:
    add("Tom & <b>naloxone</b>", "Keep <script>naloxone</script> near.")
    [item] = find("naloxone").items
    assert matches(item.title) == ["naloxone"]
    assert matches(item.snippet) == ["naloxone"]
    assert "".join(piece.text for piece in item.title) == "Tom & <b>naloxone</b>"
    assert "".join(piece.text for piece in item.snippet) == "Keep <script>naloxone</script> near."


def test_a_text_cannot_forge_a_mark() -> None:
    add(f"Naloxone {BEGIN}forged\x03", f"{BEGIN}forged\x03 \x00 text")
    [item] = find("naloxone").items
    assert matches(item.title) == ["Naloxone"]
    assert matches(item.snippet) == []


def test_lines_without_a_full_stop_do_not_run_into_each_other() -> None:
    add("One", "It helps.\nHow long\nKeep naloxone\nThere is no end.")
    [item] = find("naloxone").items
    assert "".join(piece.text for piece in item.snippet) == "It helps.\nHow long · Keep naloxone · There is no end."


def test_a_snippet_is_the_part_that_matches() -> None:
    add("One", "Far away. " * 300 + "Naloxone brings breath back. " + "Far away. " * 300)
    [item] = find("naloxone").items
    snippet = "".join(piece.text for piece in item.snippet)
    assert "Naloxone" in matches(item.snippet)
    assert len(snippet) < 400


def test_counts_are_by_kind_whatever_is_chosen() -> None:
    add("One", "naloxone")
    add("Two", "naloxone", kind="question")
    add("Three", "naloxone", kind="question")
    results = find("naloxone", kind="question")
    assert results.counts == {"article": 1, "question": 2}
    assert (results.total, sorted(titles(results))) == (2, ["Three", "Two"])
    assert find("naloxone", kind="no such kind").items == []


def test_pages_hold_everything_once() -> None:
    put_many(Entry("article", str(n), f"/{n}/", f"Naloxone {n}") for n in range(PER_PAGE * 2 + 1))
    pages = [find("naloxone", page=number) for number in (1, 2, 3)]
    assert [len(page.items) for page in pages] == [PER_PAGE, PER_PAGE, 1]
    assert len({item.key for page in pages for item in page.items}) == PER_PAGE * 2 + 1
    assert find("naloxone", page=4).items == []


def test_of_very_many_each_kind_gets_its_share() -> None:
    put_many(Entry("facility", str(n), f"/{n}/", f"Clinic {n}", "treatment") for n in range(RANKED_WHOLE + 50))
    add("Treatment", "What it is.", kind="phase", weight=8)
    add("Austin", "On treatment.", kind="city")
    results = find("treatment")
    assert results.counts == {"facility": COUNTED, "phase": 1, "city": 1}
    assert titles(results)[0] == "Treatment"
    assert results.capped
    assert find("treatment", kind="phase").total == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("methadnoe", "methadone"),
        ("Buprenorpihne", "buprenorphine"),
        ("how is methadnoe taken", "how is methadone taken"),
    ],
)
def test_a_mistyped_word_is_put_right(typed: str, meant: str) -> None:
    add("One", "Methadone and buprenorphine are taken daily.")
    assert find(typed).suggestion == meant


def test_another_form_of_a_word_that_stands_is_left_as_it_is() -> None:
    add("One", "Methadone is one treatment.")
    assert find("treatments methadnoe").suggestion == "treatments methadone"


def test_swapped_letters_mean_the_same_letters() -> None:
    add("One", "Heroin. A heron. A heroine.")
    assert find("heorin").suggestion == "heroin"


def test_only_what_would_find_something_is_suggested() -> None:
    add("One", "Methadone helps.")
    assert find("methadone").suggestion == ""
    assert find("zebra").suggestion == ""
    drop(kind="article", key="One")
    assert Word.objects.filter(word="methadone").exists()
    assert find("methadnoe").suggestion == ""


def test_postgresql_also_knows_a_word_with_another_first_letter() -> None:
    add("One", "Buprenorphine helps.")
    assert find("vuprenorphine").suggestion == ("buprenorphine" if connection.vendor == "postgresql" else "")


def test_a_page_is_replaced_and_dropped() -> None:
    add("Old words", "zebra", key="1")
    add("New words", "giraffe", key="1")
    assert titles(find("zebra")) == titles(find("old")) == []
    assert titles(find("giraffe")) == ["New words"]
    drop(kind="article", key="1")
    drop(kind="article", key="never was there")
    assert titles(find("giraffe")) == []
    assert not Document.objects.exists()


def test_a_row_that_is_gone_otherwise_is_not_found() -> None:
    add("One", "zebra")
    Document.objects.all().delete()
    assert find("zebra").items == []
    add("Two", "giraffe")
    assert titles(find("giraffe")) == ["Two"]


def test_each_change_starts_a_public_version() -> None:
    before = public_version()
    add("One")
    assert public_version() > before
    before = public_version()
    drop(kind="article", key="One")
    assert public_version() > before


def test_the_same_key_twice_at_once_is_the_last_one() -> None:
    put_many([Entry("article", "1", "/1/", "First zebra"), Entry("article", "1", "/1/", "Second zebra")])
    assert titles(find("zebra")) == ["Second zebra"]


def test_words_can_be_collected_anew() -> None:
    add("One", "zebra")
    forget_words()
    assert not Word.objects.exists()
    assert titles(find("zebra")) == ["One"]


def test_very_long_texts_are_taken() -> None:
    add("x" * 5_000, "word " * (LONGEST_TEXT // 5) + "lostattheend", key="1", keywords="k" * 5_000)
    assert find("word").total == 1
