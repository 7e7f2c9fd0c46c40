"""Names that a reader would take for one are one, in forms and in the database; a log-in name has no case."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction
from django.test import Client

from articles.models import Question, Tag, Term
from articles.services.saving import add_row, asking
from facilities.models import City
from markup.names import AddressField, FoldedField, fold
from rehabsite.models import User
from rehabsite.staff.accounts import create_staff
from review.models import Person
from review.services.people import named
from tests.articles.making import make_live, make_person, make_question, make_term
from tests.codes import refused, wrong
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db
ALIKE = [
    "methadone",
    " METHADONE ",
    "Metha\u00addone",
    "Ｍethadone",
    "Methadone\u200b",
    "Methadone\u2060\u00a0",
    "Metha\u200bdone",
    "Metha\u200ddone",
]
EMPTY = ["\u200b", "\u3164", "\u2800", "\u00ad", " \u00a0", "\u0301"]
OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] not in ("django", "axes", "django_otp")]


@pytest.mark.parametrize("name", ALIKE)
def test_a_tag_that_looks_like_another_is_refused(staff: Staff, name: str) -> None:
    Tag.objects.create(name="Methadone", slug="methadone")
    page = staff("editor").post("/admin/articles/tag/add/", {"name": name, "slug": "other"})
    assert page.status_code == 200
    assert wrong(page) == {"name: alike"}
    with pytest.raises(IntegrityError, match="name_folded"), transaction.atomic():
        Tag.objects.create(name=name, slug="other")


@pytest.mark.parametrize("name", EMPTY)
def test_a_name_that_looks_empty_is_refused(staff: Staff, name: str) -> None:
    staff("editor").post("/admin/articles/tag/add/", {"name": name, "slug": "other"})
    assert not Tag.objects.exists()
    with pytest.raises(IntegrityError, match="tag_name_can_be_seen"), transaction.atomic():
        Tag.objects.create(name=name, slug="other")


def test_a_tag_can_be_saved_again_and_spelled_anew(staff: Staff) -> None:
    tag = Tag.objects.create(name="Methadone", slug="methadone")
    client = staff("editor")
    for name in ("Methadone", "METHADONE", "Naloxone"):
        assert client.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": name}).status_code == 302
        tag.refresh_from_db()
        assert (tag.name, tag.name_folded) == (name, name.lower())


def test_cities_of_one_name_in_two_states_are_two(staff: Staff) -> None:
    client = staff(superuser=True)
    for slug, name, state, status in (
        ("portland", "Portland", "OR", 302),
        ("portland-me", "Portland", "ME", 302),
        ("portland-2", "PORTLAND", "or", 200),
        ("portland-3", "Portland\u200b", "ME", 200),
    ):
        page = client.post("/admin/facilities/city/add/", {"slug": slug, "name": name, "state": state})
        assert page.status_code == status
    assert City.objects.filter(name="Portland").count() == 2


@pytest.mark.parametrize("path", ["tag", "article"])
def test_addresses_are_in_small_letters(staff: Staff, path: str) -> None:
    if path == "tag":
        staff("editor").post("/admin/articles/tag/add/", {"name": "Naloxone", "slug": "Nalo-XONE"})
        assert Tag.objects.get().slug == "nalo-xone"
        again = staff("editor").post("/admin/articles/tag/add/", {"name": "Other", "slug": "NALO-xone"})
        assert (again.status_code, Tag.objects.count()) == (200, 1)
    else:
        make_live("naloxone")
        fields = {
            "base": "0",
            "title": "T",
            "body": "B",
            "slug": "Naloxone",
            "sources-TOTAL_FORMS": "0",
            "sources-INITIAL_FORMS": "0",
        }
        assert staff("writer").post("/admin/articles/article/add/", fields).status_code == 422


@pytest.mark.parametrize("model", [m for m in OURS if any(isinstance(f, AddressField) for f in m._meta.fields)])
def test_the_database_holds_them_to_it(model: type[models.Model]) -> None:
    assert any(constraint.name.endswith("_slug_in_small_letters") for constraint in model._meta.constraints)


@pytest.mark.parametrize("model", [m for m in OURS if any(isinstance(f, FoldedField) for f in m._meta.fields)])
def test_every_folded_name_can_be_seen(model: type[models.Model]) -> None:
    assert any(constraint.name.endswith("_name_can_be_seen") for constraint in model._meta.constraints)


def test_every_address_is_one_of_these() -> None:
    """A slug of another kind would be one page twice."""
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.fields
        if isinstance(field, models.SlugField) and not isinstance(field, AddressField)
    }
    assert plain <= {"search.Document.kind"}


@pytest.mark.parametrize("name", ["Wanda\u00a0Ortiz", "WANDA ORTIZ", "Wanda\u200b Ortiz", "wanda  ortiz"])
def test_a_person_is_found_however_a_file_spells_the_name(staff: Staff, name: str) -> None:
    person = make_person("wanda", name="Wanda Ortiz")
    assert named(name) == person
    page = staff(superuser=True).post("/admin/review/person/add/", {"name": name, "slug": "other"})
    assert page.status_code == 200
    with pytest.raises(IntegrityError, match="name_folded"), transaction.atomic():
        Person.objects.create(name=name, slug="other")


@pytest.mark.parametrize("term", ["NALOXONE", "Nalo\u00adxone", " naloxone "])
def test_a_term_is_explained_once(staff: Staff, term: str) -> None:
    make_term("naloxone")
    fields = {"term": term, "slug": "x", "meaning": "M", "source_title": "S", "source_url": "https://example.org/"}
    assert staff(superuser=True).post("/admin/articles/term/add/", fields).status_code == 422
    assert Term.objects.count() == 1


def test_a_question_is_asked_once() -> None:
    question = make_question("Is methadone safe?")
    for words in ("is METHADONE safe?", "Is methadone\u00a0 safe?", "Is metha\u200bdone safe?"):
        assert asking(words) == question
        with refused("there-already"):
            add_row(model=Question, slug="", words={"question": words, "answer": "Yes."}, by=None)


def test_an_update_of_names_keeps_what_look_alikes_share() -> None:
    Tag.objects.create(name="Methadone", slug="methadone")
    Tag.objects.create(name="Naloxone", slug="naloxone")
    with pytest.raises(IntegrityError, match="name_folded"), transaction.atomic():
        Tag.objects.filter(slug="naloxone").update(name="METHADONE")
    with pytest.raises(TypeError):
        City.objects.update(name="Austin")


def sign_in(name: str, password: str, code: str) -> Any:
    return Client().post("/admin/login/", {"username": name, "password": password, "otp_token": code})


@pytest.mark.parametrize("typed", ["Wanda", "wanda", "WANDA", "ｗanda", " wanda "])
def test_a_log_in_name_may_be_written_in_any_case(typed: str) -> None:
    account = create_staff(username="Wanda", role=None, superuser=True)
    assert sign_in(typed, account.password, account.codes[0]).status_code == 302
    assert sign_in(typed, "wrong", account.codes[1]).status_code == 200


def test_wrong_passwords_are_counted_for_the_account_whatever_its_spelling() -> None:
    account = create_staff(username="Wanda", role=None, superuser=True)
    names = ("wanda", "WANDA", "wAnda", " waNda", "ｗanDa", "Wanda", "wanda")
    assert [sign_in(name, "wrong", "123456").status_code for name in names] == [200] * 5 + [429] * 2
    assert sign_in("WANDA", account.password, account.codes[0]).status_code == 302


def test_no_two_log_in_names_look_alike(staff: Staff) -> None:
    create_staff(username="wanda", role=None)
    for name in ("Wanda", "WANDA", "ｗanda"):
        with pytest.raises(IntegrityError, match="username"), transaction.atomic():
            create_staff(username=name, role=None)
        with pytest.raises(CommandError):
            call_command("add_staff", name, role="editor")
        page = staff(superuser=True).post("/admin/rehabsite/user/add/", {"username": name})
        assert page.status_code == 200
    assert User.objects.filter(username_folded=fold("Wanda")).count() == 1
