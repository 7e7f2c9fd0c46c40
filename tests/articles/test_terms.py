"""The glossary: who signs its terms, what readers see of them, and where articles explain them."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles.glossary import MOST, terms_in
from articles.models import Person, Term
from articles.services.exporting import export_all
from articles.services.importing import import_paths
from articles.services.terms import WORDS, review_term, save_term
from review.refusals import Refused
from search.queries import find
from search.services import public_version
from tests.articles.making import make_live, make_person, make_reviewer, make_term, make_user
from tests.site.sitemaps import locations

pytestmark = pytest.mark.django_db


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("name", WORDS)
def test_changed_words_lose_their_review_and_leave_readers_pages(name: str) -> None:
    term, before = make_term("tolerance"), public_version()
    setattr(term, name, make_person("wanda") if name == "writer" else "https://example.org/other")
    save_term(term=term, by=make_user("wanda"))
    assert not Term.objects.published().exists()
    assert public_version() > before


def test_another_day_of_checking_keeps_the_review() -> None:
    term = make_term("tolerance")
    term.source_checked_on = term.reviewed_on
    save_term(term=term, by=make_user("wanda"))
    assert Term.objects.published().get().source_checked_on


def test_nobody_reviews_a_term_that_they_wrote() -> None:
    doctor = make_user("rob", "medical-reviewer")
    person = make_reviewer("rob-reviewer", user=doctor)
    term = make_term("tolerance", reviewed=False, writer=person)
    with pytest.raises(Refused) as refused:
        review_term(term=term, by=doctor)
    assert refused.value.code == "own-work"
    Term.objects.update(writer=make_person("wanda"))
    with pytest.raises(Refused) as refused:
        review_term(term=Term.objects.get(), by=doctor)
    assert refused.value.code == "own-work"


@pytest.mark.parametrize("field", ["term", "meaning", "source_title", "source_url"])
def test_the_database_refuses_a_term_without_its_words_or_its_source(field: str) -> None:
    make_term("tolerance", reviewed=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.update(**{field: ""})


@pytest.mark.parametrize("field", ["term", "meaning"])
def test_the_database_refuses_other_words_under_the_same_review(field: str) -> None:
    make_term("tolerance")
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.update(**{field: "Other"})


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

    def test_a_word_that_lost_its_review_is_not_served_from_the_cache(self, client: Client) -> None:
        term = make_term("naloxone", meaning="It turns an overdose around.")
        make_live("carry", body="Carry naloxone.")
        assert "/glossary/#naloxone" in body(client, "/articles/carry/")
        term.meaning = "Other words."
        save_term(term=term, by=None)
        assert "/glossary/#naloxone" not in body(client, "/articles/carry/")


class TestTheFile:
    def test_importing_what_was_exported_changes_nothing(self, tmp_path: Path) -> None:
        make_term("naloxone", writer=make_person("wanda"), also_called="Narcan")
        make_term("draft", reviewed=False)
        list(export_all(tmp_path))
        outcomes = {result.path.name: result.outcome for result in import_paths([tmp_path / "glossary.yaml"])}
        assert outcomes["glossary.yaml"] == "same"
        Term.objects.all().delete()
        before = (tmp_path / "glossary.yaml").read_text()
        assert {result.outcome for result in import_paths([tmp_path / "glossary.yaml"])} == {"same", "new"}
        list(export_all(tmp_path))
        assert (tmp_path / "glossary.yaml").read_text() == before

    def test_what_was_signed_here_later_stays(self, tmp_path: Path) -> None:
        make_term("naloxone", writer=make_person("wanda"))
        list(export_all(tmp_path))
        doctor = make_user("rob", "medical-reviewer")
        make_reviewer("rob-reviewer", user=doctor)
        review_term(term=Term.objects.get(), by=doctor)
        list(import_paths([tmp_path / "glossary.yaml"]))
        assert Term.objects.get().reviewed_by == doctor

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
