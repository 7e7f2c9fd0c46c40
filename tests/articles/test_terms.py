"""The glossary: who signs its terms, what readers see of them, and where articles explain them."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Term
from articles.transfer.exporting import export_all
from articles.transfer.importing import import_paths
from articles.words import MOST, terms_in
from review.models import Person
from review.services.publishing import review, review_again, submit, withdraw
from search.queries import find
from tests.articles.making import change, make_live, make_person, make_reviewer, make_term, make_user
from tests.articles.test_exporting import forget_everything
from tests.codes import refused
from tests.site.sitemaps import locations

pytestmark = pytest.mark.django_db


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("field", ["term", "meaning", "source_title", "source_url"])
def test_the_database_refuses_a_term_without_its_words_or_its_source(field: str) -> None:
    term = make_term("tolerance", reviewed=False)
    with pytest.raises(IntegrityError, match="term_has_meaning_and_source"), transaction.atomic():
        change(term, **{field: ""})


def test_one_term_has_one_meaning() -> None:
    make_term("tolerance")
    with refused("there-already"):
        make_term("tolerance", slug="again")


class TestThePage:
    def test_it_lists_reviewed_terms_by_letter_with_their_sources(self, client: Client) -> None:
        make_term("tolerance", also_called="getting used to it")
        make_term("naloxone")
        make_term("secret", reviewed=False)
        page = body(client, "/glossary/")
        assert page.index('id="naloxone"') < page.index('id="tolerance"')
        assert "getting used to it" in page
        assert page.count('href="https://nida.nih.gov/publications/drugfacts/naloxone"') == 2
        assert "secret" not in page
        assert '"@type": "DefinedTermSet"' in page

    def test_a_long_one_is_paged_and_its_first_page_leads_to_each_word(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.views.TERMS_PER_PAGE", 2)
        words = ("bupe", "naloxone", "taper", "Tolerance")
        for word in reversed(words):
            make_term(word, meaning=f"What people call {word}.")
        first, second = body(client, "/glossary/"), body(client, "/glossary/?page=2")
        assert [f"What people call {word}" in first for word in words] == [True, True, False, False]
        assert '<li id="tolerance"><a href="?page=2#tolerance">Tolerance</a></li>' in first
        assert '<dt id="tolerance">' in second
        assert 'id="bupe"' not in second
        assert '<a href="#letter-n">N</a></li>' in first
        assert '<a href="/glossary/?page=2#letter-t">T</a></li>' in first
        assert '<a href="/glossary/#letter-n">N</a></li>' in second
        assert client.get("/glossary/?page=3").status_code == 404

    def test_an_empty_one_leads_on(self, client: Client) -> None:
        assert 'href="/questions/"' in body(client, "/glossary/")

    def test_search_engines_and_the_search_find_it(self, client: Client) -> None:
        make_term("tolerance")
        assert "/glossary/" in locations(client)
        [item] = find("tolerance", kind="term", page=1).items
        assert item.url == "/glossary/#tolerance"

    def test_whoever_reviewed_a_term_has_a_page(self) -> None:
        make_term("tolerance")
        assert Person.objects.published().get().slug == "rita-reviewer"


class TestWordsInAnArticle:
    def found(self, html: str) -> list[str]:
        return [term.term for term in terms_in(html)]

    def test_they_come_in_the_texts_order_each_once_under_any_of_their_names(self) -> None:
        make_term("opioid treatment program", also_called="OTP, methadone clinic")
        make_term("naloxone")
        assert self.found("<p>Carry Naloxone.</p><p>An OTP, or methadone clinics, have naloxone.</p>") == [
            "naloxone",
            "opioid treatment program",
        ]

    def test_the_longest_name_wins_and_parts_of_words_do_not_count(self) -> None:
        make_term("opioid use disorder")
        make_term("opioid")
        make_term("tapering", also_called="taper")
        assert self.found("<p>Opioid\nuse disorder. Tapered. Non-opioid.</p>") == ["opioid use disorder"]

    def test_short_forms_in_capitals_do_not_match_other_words(self) -> None:
        make_term("withdrawal", also_called="IT")
        assert self.found("<p>It is hard.</p>") == []

    def test_only_reviewed_ones_and_not_too_many(self) -> None:
        make_term("secret", reviewed=False)
        names = [f"word{letter}" for letter in "abcdefghijklmnop"]
        for name in names:
            make_term(name)
        assert self.found(f"<p>secret {' '.join(names)}</p>") == names[:MOST]

    def test_an_articles_page_leads_to_their_meanings(self, client: Client) -> None:
        make_term("naloxone", meaning="It turns an overdose around.")
        make_live("carry", body="Carry naloxone.")
        assert 'href="/glossary/#naloxone"' in body(client, "/articles/carry/")
        glossary = body(client, "/glossary/")
        assert 'id="naloxone"' in glossary
        assert "It turns an overdose around." in glossary

    def test_a_word_that_was_withdrawn_is_not_served_from_the_cache(self, client: Client) -> None:
        term = make_term("naloxone", meaning="It turns an overdose around.")
        make_live("carry", body="Carry naloxone.")
        assert "/glossary/#naloxone" in body(client, "/articles/carry/")
        withdraw(subject=term, by=None, because="Wrong.")
        assert "/glossary/#naloxone" not in body(client, "/articles/carry/")


class TestTheFile:
    def test_importing_what_was_exported_changes_nothing(self, tmp_path: Path) -> None:
        make_term("naloxone", writer=make_person("wanda"), also_called="Narcan")
        make_term("draft", reviewed=False)
        list(export_all(tmp_path))
        outcomes = {result.path.name: result.outcome for result in import_paths([tmp_path / "glossary.yaml"])}
        assert outcomes["glossary.yaml"] == "same"
        forget_everything()
        before = (tmp_path / "glossary.yaml").read_text()
        assert {result.outcome for result in import_paths([tmp_path / "glossary.yaml"])} == {"new"}
        list(export_all(tmp_path))
        assert (tmp_path / "glossary.yaml").read_text() == before

    def test_what_was_signed_here_later_stays(self, tmp_path: Path) -> None:
        make_term("naloxone", writer=make_person("wanda"))
        list(export_all(tmp_path))
        doctor = make_user("rob", "medical-reviewer")
        make_reviewer("rob-reviewer", user=doctor)
        copy = review_again(subject=Term.objects.get(), by=make_user("will"))
        submit(revision=copy, by=make_user("wim"))
        review(revision=copy, by=doctor)
        list(import_paths([tmp_path / "glossary.yaml"]))
        assert Term.objects.get().live_revision.reviewed_by == doctor

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ("- term: x\n", "meaning: is missing"),
            ("- term: x\n  slug: x\n  meaning: y\n  source_title: z\n  source_url: nowhere\n", "whole address"),
            ("term: x\n", "has to be a list"),
        ],
    )
    def test_a_wrong_file_is_told_by_line(self, tmp_path: Path, wrong: str, said: str) -> None:
        (tmp_path / "glossary.yaml").write_text(wrong)
        [result] = import_paths([tmp_path / "glossary.yaml"])
        assert result.outcome == "failed"
        assert any(said in problem.message for problem in result.problems)

    def test_readers_words_change_by_a_reviewed_entry_only(self, tmp_path: Path) -> None:
        make_term("naloxone")
        list(export_all(tmp_path))
        file = tmp_path / "glossary.yaml"
        lines = [line for line in file.read_text().splitlines() if "review" not in line]
        file.write_text("\n".join(lines).replace("What naloxone is.", "Other."))
        assert [result.outcome for result in import_paths([file])][-1] == "failed"
        assert Term.objects.published().get().meaning == "What naloxone is."
