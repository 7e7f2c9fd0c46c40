import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps

from articles.language import Phrase, find, phrases
from articles.models import Wording

migration = importlib.import_module("articles.migrations.0002_default_wordings")
TERMS = [Phrase(row["kind"], row["avoid"], row["instead"], phrases(row["allowed_in"])) for row in migration.wordings()]


def found(text: str) -> list[str]:
    return [match.term.avoid for match in find(text, TERMS)]


def test_the_rows_fit_the_table() -> None:
    for row in migration.wordings():
        assert row["kind"] in Wording.Kind.values
        # The lengths of the model's fields; a row that did not fit would fail on PostgreSQL only.
        Wording(**row).clean_fields()
        assert row["instead"].endswith((".", "?"))
    assert len({row["avoid"].lower() for row in migration.wordings()}) == len(migration.wordings())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She is a former addict who got clean.", ["former addict", "got clean"]),
        ("Drug users on substitution therapy", ["drug user", "substitution therapy"]),
        ("Alcoholics and junkies", ["alcoholic", "junkie"]),
        ("He failed a drug test: dirty urine.", ["failed a drug test", "dirty urine"]),
        ("Substance abuse, drug abuse, abuse", ["substance abuse", "drug abuse", "abuse"]),
        ("After a relapse, patients are non-compliant.", ["relapse", "non-compliant"]),
        ("Guaranteed: a 100 % success rate at the #1 center", ["guaranteed", "100%", "success rate", "#1"]),
        ("A painless, risk-free miracle cure", ["painless", "risk-free", "miracle", "cure"]),
    ],
)
def test_finds_what_wounds_and_what_nobody_can_keep(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_checklist_knows_each_marked_row_of_the_guide_to_words() -> None:
    rows = re.findall(r"^\|(.+)\|(.+)✓ \|$", Path("docs/reference/style.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 10
    for say, instead_of in rows:
        assert found(instead_of), instead_of
        assert not found(say), say


@pytest.mark.parametrize(
    "text",
    [
        "Drink clean water. Keep the wound clean.",
        "Relapse prevention is one of five parts of care.",
        "The Substance Abuse and Mental Health Services Administration says so.",
        "The National Institute on Drug Abuse says so.",
        "Alcoholics Anonymous meets here. Alcoholic drinks are not served.",
        "Patients who survived child abuse, and website users, are welcome.",
        "There is no cure, and no one can guarantee how it goes. It is not guaranteed.",
        "Hepatitis C can be cured. A secure place. Nicotine replacement therapy.",
        "People with opioid use disorder who return to use can start again the same day.",
    ],
)
def test_plain_good_sentences_pass(text: str) -> None:
    assert found(text) == []


def test_every_row_finds_itself() -> None:
    for term in TERMS:
        assert found(f"Here is {term.avoid}, they say.") == [term.avoid]


def test_no_better_wording_is_itself_pointed_at() -> None:
    """What the rows recommend stands in quotation marks there; without the marks it has to pass too."""
    for row in migration.wordings():
        recommended = row["instead"].split("“")[1:]
        for piece in recommended:
            assert found(piece.split("”")[0]) == [], row["avoid"]


@pytest.mark.django_db
def test_the_table_is_filled_once_and_emptied_but_for_what_editors_changed() -> None:
    Wording.objects.all().delete()
    migration.fill(apps, None)
    migration.fill(apps, None)
    assert Wording.objects.count() == len(migration.wordings())
    Wording.objects.filter(avoid="addict").update(instead="Our own words.")
    migration.empty(apps, None)
    assert [(row.avoid, row.instead) for row in Wording.objects.all()] == [("addict", "Our own words.")]


@pytest.mark.django_db
def test_a_new_site_has_the_table() -> None:
    assert Wording.objects.filter(avoid="addict", kind="person-first").exists()
