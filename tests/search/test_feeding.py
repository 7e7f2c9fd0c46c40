"""Only what is public is ever found, and what is withdrawn is gone at once: through the services that do it."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.kinds import ARTICLES, refresh_tagged
from articles.models import Article, Question, Tag
from articles.services.saving import placement_of, save_article
from articles.words import Words, words_of
from facilities.kinds import CITIES, FACILITIES
from facilities.models import City, DirectoryEdition, Facility
from programs.kinds import PHASES
from programs.models import Phase
from review.models import Person
from review.services.publishing import publish, record_review, withdraw
from search.models import Document
from search.queries import find
from search.services import in_step, rebuild, refresh
from tests.articles.making import change, latest, make_article, make_live, make_question, make_tag
from tests.conftest import StaffClient
from tests.programs.proposed import make_program, reviewed

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return sorted(item.url for item in find(query).items)


def test_an_article_is_found_from_its_publication_to_its_withdrawal() -> None:
    make_article(title="Zebra care", body="About giraffes.")
    assert found("zebra") == []
    published = make_live("other", title="Other", body="About giraffes.")
    assert found("giraffes") == ["/articles/other/"]
    withdraw(subject=published, by=None, because="Out of date.")
    assert found("giraffes") == []


def test_a_withdrawal_that_fails_withdraws_nothing_from_the_index() -> None:
    article = make_live(title="Zebra care")
    with transaction.atomic():
        withdraw(subject=article, by=None, because="Out of date.")
        transaction.set_rollback(True)
    assert found("zebra") == ["/articles/naloxone/"]


def test_a_draft_beside_the_live_revision_is_not_found() -> None:
    article = make_live(title="Zebra care")
    live = words_of(latest(article))
    words = Words("Giraffe care", "Secret words.", live.summary, live.writer, live.sources)
    save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=None)
    assert found("giraffe") == found("secret") == []
    revision = latest(article)
    record_review(
        revision=revision, reviewer=Person.objects.get(slug="rita-reviewer"), by=None, on=date(2026, 4, 1), due=None
    )
    assert found("giraffe") == []
    publish(revision=revision, by=None)
    assert found("giraffe") == ["/articles/naloxone/"]
    assert found("zebra") == []


def test_a_new_address_is_where_it_is_found() -> None:
    article = make_live(title="Zebra care", body="Text.")
    place = placement_of(article)
    moved = type(place)(**{**vars(place), "slug": "new-place", "tags": frozenset({make_tag("Okapi")})})
    save_article(article=article, words=words_of(latest(article)), place=moved, base=article.edits, by=None)
    assert found("zebra") == found("okapi") == ["/articles/new-place/"]


def test_a_question_is_found_while_readers_see_it() -> None:
    question = make_question("Does a zebra help?", answer="It **may** help.")
    assert found("zebra") == [question.get_absolute_url()]
    change(question, answer="Words to come.")
    assert found("zebra") == [question.get_absolute_url()]
    withdraw(subject=question, by=None, because="Wrong.")
    assert found("zebra") == []


def test_markup_is_not_in_the_index() -> None:
    make_live(title="Care", body="## Heading\n\nSee **zebra** and [a link](https://example.org/giraffe).")
    [document] = Document.objects.all()
    assert "See zebra and a link" in document.text
    assert not any(mark in document.text for mark in ("#", "*", "giraffe", "<"))


def test_a_tag_that_is_renamed_leads_to_the_same_pages() -> None:
    make_live(title="Care", tags=("Zebra",))
    make_question("May I ask?", tags=("Zebra",))
    tag = Tag.objects.get(name="Zebra")
    Tag.objects.filter(pk=tag.pk).update(name="Giraffe")
    refresh_tagged(tag)
    assert found("zebra") == []
    assert len(found("giraffe")) == 2


def test_a_question_saved_in_the_admin_is_found_by_its_new_tag(staff: Callable[..., StaffClient]) -> None:
    question = make_question("May I ask?")
    tag = make_tag("Zebra")
    form = {
        "question": question.question,
        "slug": question.slug,
        "answer": question.answer,
        "tags": [tag.pk],
        "base": "1",
    }
    response = staff("editor").post(f"/admin/articles/question/{question.pk}/change/", form)
    assert response.status_code == 302, response.content.decode()
    assert found("zebra") == [question.get_absolute_url()]


def test_phases_and_cities_are_found_after_a_rebuild() -> None:
    call_command("rebuild_search", stdout=StringIO())
    assert found("detox")[0] == "/phases/detoxification/"
    assert found("methadone austin") == ["/cities/austin/"]
    assert Document.objects.count() == Phase.objects.count() + City.objects.count()


def test_rebuilding_repairs_what_is_missing_stale_or_too_much() -> None:
    make_live("first", title="Zebra care")
    make_live("second", title="Giraffe care")
    article = make_live("third", title="Okapi care")
    Document.objects.filter(title="Zebra care").delete()
    Article.objects.filter(pk=article.pk).update(live_revision=None)
    refused = Document.objects.get(title="Giraffe care")
    Document.objects.filter(pk=refused.pk).update(title="Wrong")
    assert rebuild(ARTICLES) == 2
    assert found("care") == ["/articles/first/", "/articles/second/"]
    assert found("okapi") == found("wrong") == []


def test_a_rebuild_only_if_needed_asks_for_the_numbers() -> None:
    call_command("rebuild_search", if_needed=True, verbosity=0)
    assert in_step(PHASES)
    assert in_step(CITIES)
    said = StringIO()
    call_command("rebuild_search", if_needed=True, stdout=said)
    assert said.getvalue() == ""
    Document.objects.filter(kind="city").delete()
    call_command("rebuild_search", if_needed=True, stdout=said)
    assert said.getvalue().startswith("city: ")


def make_facility(name: str, **more: object) -> Facility:
    edition, _ = DirectoryEdition.objects.get_or_create(name="2023", defaults={"source": "Tests", "sha256": "0"})
    given = {
        "for_opioids": True,
        "postal_city": "Austin",
        "state": "TX",
        "zip": "78701",
        "codes": ["MU", "SP"],
        **more,
    }
    slug = name.lower().replace(" ", "-")
    return Facility.objects.create(slug=slug, key=slug, name1=name, edition=edition, **given)


def test_a_facility_is_found_by_what_it_reports_while_it_is_listed() -> None:
    facility = make_facility("Zebra Clinic")
    other = make_facility("Zebra Alcohol Center", for_opioids=False)
    rebuild(FACILITIES)
    assert found("zebra") == found("methadone austin spanish") == ["/facilities/zebra-clinic/"]
    Facility.objects.filter(pk=facility.pk).update(delisted_on=date(2026, 1, 1), delisted_because="Closed.")
    refresh(FACILITIES, facility.pk, other.pk)
    assert found("zebra") == []


def test_a_program_is_found_while_it_is_published() -> None:
    program = make_program("zebra", name="Zebra program")
    revision = reviewed(program, family="With **giraffes**.")
    assert found("zebra") == []
    publish(revision=revision, by=None)
    assert found("giraffes austin outpatient") == ["/programs/zebra/"]
    withdraw(subject=program, by=None, because="It has closed.")
    assert found("zebra") == []


def test_every_kind_is_what_is_public_and_nothing_else() -> None:
    make_live("shown")
    make_article("hidden")
    make_question("Shown?")
    make_question("Hidden?", reviewed=False)
    call_command("rebuild_search", verbosity=0)
    keys = {
        kind: set(Document.objects.filter(kind=kind).values_list("key", flat=True)) for kind in ("article", "question")
    }
    assert keys["article"] == {str(pk) for pk in Article.objects.published().values_list("pk", flat=True)}
    assert keys["question"] == {str(pk) for pk in Question.objects.published().values_list("pk", flat=True)}
