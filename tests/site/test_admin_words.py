"""The admin's own leftovers, in our words: where someone may not go, what is deleted, what a filter means."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Tag
from rehabsite.models import User
from review.services.publishing import sign_edited
from tests.articles.making import latest, make_article, make_live, make_person, make_question
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("articles/article/999/change/", 404, "This page does not exist"),
        ("articles/article/999/compare/", 404, "This page does not exist"),
        ("nothing/of/this/kind/", 404, "This page does not exist"),
        ("contact/inquiry/", 403, "not for your role"),
        ("rehabsite/user/", 403, "not for your role"),
    ],
)
def test_who_went_wrong_finds_back_to_work(staff: Staff, path: str, status: int, says: str) -> None:
    answer = staff("editor").get(f"/admin/{path}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert says in page
    assert 'href="/admin/">See what is waiting for you' in page
    assert "Exit this page" not in page
    assert "no-store" in answer["Cache-Control"]


def test_a_strangers_wrong_way_leads_to_the_log_in_and_a_readers_to_the_search() -> None:
    stranger = Client()
    assert stranger.get("/admin/articles/article/999/change/").headers["Location"].startswith("/admin/login/")
    assert "Search this site" in stranger.get("/nowhere/").content.decode()


def test_nothing_is_deleted_by_the_dozen(staff: Staff) -> None:
    for name in ("One", "Two"):
        Tag.objects.create(name=name, slug=name.lower())
    client, path = staff(superuser=True), "/admin/articles/tag/"
    assert 'name="action"' not in client.get(path).content.decode()
    chosen = list(Tag.objects.values_list("pk", flat=True))
    client.post(path, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert Tag.objects.count() == 2


def test_deleting_a_tag_says_what_loses_it(staff: Staff) -> None:
    make_live(tags=("Safety",))
    make_question("Is it safe?", tags=("Safety",))
    client, tag = staff("site-manager"), Tag.objects.get()
    page = client.get(f"/admin/articles/tag/{tag.pk}/delete/").content.decode()
    assert "Delete “Safety”?" in page
    assert "Articles with this tag: 1. Questions: 1." in page
    assert "relationship" not in page
    assert client.post(f"/admin/articles/tag/{tag.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Tag.objects.exists()


def test_who_is_named_on_pages_cannot_be_deleted_and_the_page_says_which(staff: Staff) -> None:
    person = make_person("wanda")
    make_article(writer=person)
    client = staff("site-manager")
    page = client.get(f"/admin/review/person/{person.pk}/delete/").content.decode()
    assert "because other pages need it" in page
    assert "Delete it" not in page


def test_the_history_is_told_under_peoples_names(staff: Staff) -> None:
    article = make_article()
    assert "has no history" in staff("editor").get(f"/admin/articles/article/{article.pk}/history/").content.decode()
    editor = staff("editor")
    User.objects.filter(pk=editor.user.pk).update(first_name="Edda", last_name="Test")
    make_person("edda", user=editor.user)
    article.revisions.update(state="submitted")
    editor.post(f"/admin/articles/article/{article.pk}/revisions/{latest(article).pk}/sign_edited/")
    page = editor.get(f"/admin/articles/article/{article.pk}/history/").content.decode()
    assert "<td>Edda Test</td>" in page
    assert "Sign as edited: revision 1." in page


def test_what_is_signed_as_edited_is_not_offered_again_and_names_who_did(staff: Staff) -> None:
    article, editor = make_article(), staff("editor")
    make_person("edda", user=editor.user)
    article.revisions.update(state="submitted")
    path = f"/admin/articles/article/{article.pk}/change/"
    assert "write-step-sign_edited" in editor.get(path).content.decode()
    sign_edited(revision=latest(article), by=editor.user)
    page = editor.get(path).content.decode()
    assert "write-step-sign_edited" not in page
    assert "edited by Edda" in page


def test_filters_say_what_they_find(staff: Staff) -> None:
    make_question("New?", reviewed=False)
    make_question("Old?")
    client = staff("editor")
    page = client.get("/admin/articles/question/").content.decode()
    assert "Not empty" not in page
    assert "?where=draft" in page
    found = client.get("/admin/articles/question/?where=draft").content.decode()
    assert ("New?" in found, "Old?" in found) == (True, False)


def test_a_log_ins_fields_are_in_plain_words(staff: Staff) -> None:
    client = staff(superuser=True)
    for path in ("add/", f"{client.user.pk}/change/"):
        page = client.get(f"/admin/rehabsite/user/{path}").content.decode()
        assert "Name to log in with" in page
        assert "What they may do." in page
        for jargon in ("150 characters", "permissions granted", "Designates", "Superuser", "Staff status"):
            assert jargon not in page


def test_a_form_that_was_open_too_long_says_what_to_do(settings: Settings) -> None:
    settings.SITE_URL = "http://testserver"
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/admin/login/", {"username": "edda"})
    assert answer.status_code == 403
    assert "what you typed should still be there" in answer.content.decode()
    assert "CSRF" not in answer.content.decode()


def test_the_password_page_keeps_the_way_to_the_rest(staff: Staff) -> None:
    client = staff("editor")
    for path in ("password_change/", "password_change/done/"):
        page = client.get(f"/admin/{path}").content.decode()
        assert 'href="/admin/password_change/"' in page
        assert "for security’s sake" not in page
    assert "You are logged out" in client.post("/admin/logout/").content.decode()
