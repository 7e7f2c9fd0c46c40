"""Every page of the admin, for every role: what opens, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Correction, Question, Tag, Wording
from articles.services.saving import placement_of, save_article
from articles.words import Words
from facilities.models import City
from programs.models import Phase
from rehabsite.models import User
from review.admin import filters, reviewed
from review.models import Person
from review.services.publishing import record_review, schedule, withdraw
from tests.articles.making import (
    SOURCE,
    change,
    in_the_morning,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_user,
)
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
ROLES = ("writer", "editor", "medical-reviewer", "site-manager", None)

# Which of the five may open each page; a form's page stands for sending it too.
EVERYBODY = set(ROLES)
WRITES = {"writer", "editor", "site-manager", None}
EDITS = {"editor", "site-manager", None}
MANAGES = {"site-manager", None}
ALLOWED = {
    "articles/article": {"": EVERYBODY, "add/": WRITES},
    "articles/question": {"": EVERYBODY, "add/": WRITES},
    "articles/tag": {"": EVERYBODY, "add/": EDITS},
    "review/person": {"": EVERYBODY, "add/": EDITS},
    "articles/wording": {"": EVERYBODY, "add/": EDITS},
    "articles/correction": {"": EVERYBODY, "add/": EDITS},
    "programs/phase": {"": EVERYBODY, "add/": set()},
    "facilities/city": {"": WRITES, "add/": MANAGES},
    "rehabsite/user": {"": MANAGES, "add/": MANAGES},
}


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_forms_open_for_those_who_may(staff: Staff, role: str | None) -> None:
    client = staff(role, superuser=role is None)
    for page, parts in ALLOWED.items():
        for part, roles in parts.items():
            expected = 200 if role in roles else 403
            assert client.get(f"/admin/{page}/{part}").status_code == expected, (page, part)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_an_article_opens(staff: Staff, role: str | None) -> None:
    client = staff(role, superuser=role is None)
    article = make_live("naloxone", tags=("overdose",), writer=make_person("wilma"), sources=(SOURCE,))
    draft = make_article("draft", by=client.user if client.user.has_perm("review.write_words") else None)
    for path in (f"{article.pk}/change/", f"{draft.pk}/change/", f"{article.pk}/compare/?older=1&newer=1"):
        assert client.get(f"/admin/articles/article/{path}").status_code == 200, path
    assert client.get(f"/admin/articles/article/{article.pk}/history/").status_code == 200
    assert client.get(f"/admin/articles/article/{article.pk}/delete/").status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_every_other_row_opens(staff: Staff, role: str | None) -> None:
    client = staff(role, superuser=role is None)
    make_person("wilma")
    make_question("What is naloxone?", tags=("overdose",))
    Correction.objects.create(article=make_live(), was="10", now="12")
    for model in (Tag, Person, Question, Wording, Correction):
        row = model.objects.all()[:1].get()
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
        assert client.get(path).status_code == 200, model
    assert client.get(f"/admin/programs/phase/{Phase.objects.all()[:1].get().pk}/change/").status_code == 200
    expected = 403 if role == "medical-reviewer" else 200
    assert client.get(f"/admin/facilities/city/{City.objects.all()[:1].get().pk}/change/").status_code == expected


def stand_everywhere() -> None:
    """One article for each place where an article can stand; each is named after it."""
    today = timezone.localdate()
    reviewer = make_reviewer()
    for state in ("draft", "submitted", "sent-back"):
        make_article(state).revisions.update(state=state)
    for slug in ("reviewed", "scheduled"):
        revision = latest(make_article(slug))
        record_review(revision=revision, reviewer=reviewer, on=today)
        if slug == "scheduled":
            schedule(revision=revision, by=None, at=in_the_morning(today + timedelta(days=2)))
    make_live("live")
    make_live("soon", due=today + timedelta(days=30))
    make_live("overdue", due=today - timedelta(days=1))
    Article.objects.filter(pk=make_article("archived").pk).update(archived_on=today)
    withdraw(subject=make_live("withdrawn"), by=None, because="It was wrong.")
    changed = make_live("changed")
    words = Words("Changed", "Newer words.")
    save_article(article=changed, words=words, place=placement_of(changed), base=changed.edits, by=None)


FOUND = {
    "draft": {"Draft", "Changed", "Archived"},
    "submitted": {"Submitted"},
    "sent-back": {"Sent Back"},
    "reviewed": {"Reviewed"},
    "scheduled": {"Scheduled"},
    "live": {"Live", "Soon", "Overdue", "Changed"},
    "changed": {"Changed"},
    "soon": {"Soon"},
    "overdue": {"Overdue"},
    "withdrawn": {"Withdrawn"},
    "archived": {"Archived"},
    "correction": set[str](),
}


def test_the_list_finds_articles_by_where_they_stand(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_everywhere()
    client = staff("editor")
    for few in (filters.FEW, 0):  # few are looked up, and of many each is asked
        monkeypatch.setattr(filters, "FEW", few)
        for where, titles in FOUND.items():
            found = client.get("/admin/articles/article/", {"where": where}).context["cl"].result_list
            assert {article.latest_title for article in found} == titles, where
    assert len(client.get("/admin/articles/article/?where=nonsense").context["cl"].result_list) == 10


def test_the_list_finds_what_you_saved_last(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    client, other = staff("editor"), make_user("eve", "editor")
    me = User.objects.get(pk=client.session["_auth_user_id"])
    change(make_article("mine", title="Mine"), title="Still mine", by=me)
    change(change(make_article("hers"), title="Once mine", by=me), title="Hers", by=other)
    for few in (filters.FEW, 0):
        monkeypatch.setattr(filters, "FEW", few)
        found = client.get("/admin/articles/article/", {"mine": "saved"}).context["cl"].result_list
        assert [article.latest_title for article in found] == ["Still mine"], few


def test_the_list_says_where_each_article_stands(staff: Staff) -> None:
    stand_everywhere()
    page = staff("editor").get("/admin/articles/article/").content.decode()
    for words in ("Sent back", "Waiting for review", "Live; newer: Draft", "Withdrawn", "Scheduled for"):
        assert f'<td class="field-where">{words}' in page


def test_the_list_is_searched_by_title_and_address(staff: Staff) -> None:
    make_article("naloxone-at-home", title="The rescue spray")
    make_article("other")
    for words in ("rescue", "at-home"):
        page = staff("writer").get("/admin/articles/article/", {"q": words}).content.decode()
        assert "The rescue spray" in page
        assert "Other</a>" not in page


def test_the_list_asks_as_often_for_many_articles_as_for_few(
    staff: Staff, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = staff("editor")
    for number in range(4):
        make_live(f"article-{number}", tags=("one", "two"))
    client.get("/admin/articles/article/")
    with django_assert_max_num_queries(13):
        client.get("/admin/articles/article/")
    with django_assert_max_num_queries(20):
        client.get("/admin/")


def test_a_list_stops_and_says_so(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("B first", "D", "C", "A last"):
        make_article(title.lower().replace(" ", "-"), title=title, tags=("one", "two"))
    client = staff("editor")
    said = "the newest 3 are listed"
    assert said not in client.get("/admin/articles/article/").content.decode()
    monkeypatch.setattr(reviewed, "MOST_LISTED", 3)
    monkeypatch.setattr(reviewed.ReviewedList, "most", 3)
    for asked, titles in (("", ["A last", "C", "D"]), ("?o=1", ["A last", "C", "D"]), ("?o=-1", ["D", "C", "A last"])):
        page = client.get(f"/admin/articles/article/{asked}")
        assert [row.latest_title for row in page.context["cl"].result_list] == titles, asked
        assert said in page.content.decode()


@pytest.mark.parametrize("path", ["99/change/", "99/compare/?older=1&newer=1", "99/revisions/1/publish/"])
def test_an_article_that_is_not_there_is_a_404(staff: Staff, path: str) -> None:
    client = staff("editor")
    method = client.post if "revisions" in path else client.get
    assert method(f"/admin/articles/article/{path}").status_code == 404


@pytest.mark.parametrize("query", ["", "?older=1", "?older=1&newer=7", "?older=x&newer=1", "?older=²&newer=1"])
def test_a_comparison_needs_two_revisions_of_the_article(staff: Staff, query: str) -> None:
    article = make_article()
    assert staff("editor").get(f"/admin/articles/article/{article.pk}/compare/{query}").status_code == 404


def test_keys_of_the_second_step_and_groups_are_nowhere_in_the_admin(staff: Staff) -> None:
    client = staff(superuser=True)
    for page in ("otp_totp/totpdevice", "otp_static/staticdevice", "auth/group", "axes/accessattempt"):
        assert client.get(f"/admin/{page}/").status_code == 404


def test_readers_and_staff_without_the_second_step_are_sent_to_the_log_in(staff: Staff) -> None:
    client = staff("editor")
    session = client.session
    del session["otp_device_id"]
    session.save()
    article = make_article()
    for path in ("", f"articles/article/{article.pk}/change/", f"articles/article/{article.pk}/history/"):
        assert client.get(f"/admin/{path}").status_code == 302
    step = f"/admin/articles/article/{article.pk}/revisions/{article.revisions.get().pk}/submit/"
    assert client.post(step).status_code == 302
    assert article.revisions.get().state == "draft"


def test_the_report_on_links_asks_once_for_the_titles_of_all_pages(
    staff: Staff, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client, asked = staff("editor"), []
    for number in range(1, 7):
        make_live(f"live-{number}", body=f"[This](/articles/none-{number}/)")
        with django_assert_max_num_queries(60) as queries:
            client.get("/admin/links/")
        asked.append(len(queries))
    assert asked[5] - asked[1] == 4, "one for each link: who has it"
