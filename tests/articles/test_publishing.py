import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleRevision
from articles.services.saving import placement_of, save_article
from articles.words import Words
from review.models import Person
from review.refusals import Refused
from review.services.publishing import publish, publish_due, record_review, schedule, sign_edited, withdraw
from search.services import public_version
from tests.articles.making import REVIEWED_ON, latest, make_article, make_live, make_person, make_reviewer, make_user
from tests.codes import refused
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
# Late in the evening in the site's time zone, and the next day already in UTC.
EVENING = "2026-06-01T23:30:00-05:00"


def add_reviewed(article: Article, body: str) -> ArticleRevision:
    """A newer revision of the article, reviewed and not published."""
    article.refresh_from_db()
    words = Words(latest(article).title, body)
    save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=None)
    revision, reviewer = latest(article), Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()
    record_review(revision=revision, reviewer=reviewer, on=REVIEWED_ON)
    return revision


def midnight(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, day), time()))


def live_body(slug: str = "naloxone") -> str | None:
    article = Article.objects.published().filter(slug=slug).first()
    return article.live_revision.body if article and article.live_revision else None


class TestPublishing:
    def test_readers_see_the_reviewed_words_at_once(self, client: Client) -> None:
        revision = add_reviewed(make_article(), "Reviewed words.")
        assert client.get("/articles/naloxone/").status_code == 404
        publish(revision=revision, by=make_user("ed", "editor"))
        assert b"Reviewed words." in client.get("/articles/naloxone/").content
        publish(revision=add_reviewed(revision.article, "Newer words."), by=None)
        assert b"Newer words." in client.get("/articles/naloxone/").content

    def test_the_first_publications_date_stays(self) -> None:
        with time_machine.travel(EVENING):
            article = make_live(on=date(2026, 5, 4))
        publish(revision=add_reviewed(article, "Newer."), by=None, on=date(2026, 5, 9))
        article.refresh_from_db()
        assert article.published_on == date(2026, 5, 4)

    def test_the_date_is_todays_where_the_site_is(self) -> None:
        with time_machine.travel(EVENING):
            publish(revision=add_reviewed(make_article(), "Text."), by=None)
        assert Article.objects.get().published_on == date(2026, 6, 1)

    @pytest.mark.parametrize("state", ["draft", "submitted", "sent-back", "replaced"])
    def test_the_clock_publishes_only_what_is_reviewed(self, state: str) -> None:
        revision = latest(make_article())
        ArticleRevision.objects.update(state=state)
        with refused("not-reviewed"):
            publish(revision=revision, by=None)
        assert live_body() is None

    def test_an_older_reviewed_revision_is_a_roll_back(self) -> None:
        article, editor = make_live(body="First."), make_user("ed", "editor")
        first = article.live_revision
        assert first is not None
        publish(revision=add_reviewed(article, "Second."), by=editor)
        publish(revision=first, by=editor)
        assert live_body() == "First."
        assert list(article.revisions.values_list("state", flat=True)) == ["reviewed", "reviewed"]

    def test_publishing_drops_the_date_of_an_older_revision(self) -> None:
        """Else the clock would put older words in the place of newer ones."""
        article = make_live(body="First.")
        older = add_reviewed(article, "Second.")
        schedule(revision=older, by=None, at=timezone.now() + timedelta(days=1))
        publish(revision=add_reviewed(article, "Third."), by=None)
        older.refresh_from_db()
        assert older.publish_at is None


class TestScheduling:
    def test_it_goes_live_on_its_day_and_not_before(self) -> None:
        revision, editor = add_reviewed(make_article(), "Text."), make_user("ed", "editor")
        with time_machine.travel(EVENING):
            schedule(revision=revision, by=editor, at=midnight(2026, 6, 3))
        with time_machine.travel("2026-06-02T23:59:00-05:00"):
            assert publish_due() == []
            assert live_body() is None
        with time_machine.travel("2026-06-03T00:01:00-05:00"):
            assert publish_due() == [revision]
            assert publish_due() == []
        revision.refresh_from_db()
        assert live_body() == "Text."
        assert revision.publish_at is None
        assert Article.objects.get().published_on == date(2026, 6, 3)

    def test_the_history_says_when_its_day_came_and_who_chose_it(self, staff: Callable[..., StaffClient]) -> None:
        revision, editor = add_reviewed(make_article(), "Text."), make_user("ed", "editor")
        with time_machine.travel(EVENING):
            schedule(revision=revision, by=editor, at=midnight(2026, 6, 3))
        with time_machine.travel("2026-06-03T00:01:00-05:00"):
            publish_due()
        page = staff("writer").get(f"/admin/articles/article/{revision.article_id}/history/").content.decode()
        _scheduled, line = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
        assert "June 3, 2026" in line
        assert ">ed<" in line
        assert "Published on schedule: revision 2." in line

    def test_what_a_file_had_scheduled_is_nobodys_line(self) -> None:
        revision = add_reviewed(make_article(), "Text.")
        schedule(revision=revision, by=None, at=timezone.now() + timedelta(hours=20))
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            assert publish_due() == [revision]
        assert not LogEntry.objects.exists()

    @time_machine.travel(EVENING)
    @pytest.mark.parametrize("at", [None, "2026-06-01T23:30:00-05:00", "2026-05-31T12:00:00-05:00"])
    def test_the_time_has_to_be_still_to_come(self, at: str | None) -> None:
        revision = add_reviewed(make_article(), "Text.")
        with refused("date-in-the-past"):
            schedule(revision=revision, by=None, at=datetime.fromisoformat(at) if at else None)

    @time_machine.travel(EVENING)
    def test_of_one_article_one_revision_is_scheduled(self) -> None:
        article = make_live()
        first, second = add_reviewed(article, "Second."), add_reviewed(article, "Third.")
        schedule(revision=first, by=None, at=midnight(2026, 6, 3))
        schedule(revision=second, by=None, at=midnight(2026, 6, 2))
        assert list(ArticleRevision.objects.filter(publish_at__isnull=False)) == [second]

    def test_a_draft_saved_meanwhile_changes_nothing(self) -> None:
        article = make_article()
        scheduled = add_reviewed(article, "Scheduled.")
        schedule(revision=scheduled, by=None, at=timezone.now() + timedelta(hours=20))
        article.refresh_from_db()
        words = Words("Naloxone", "Draft.")
        save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=None)
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            publish_due()
        assert live_body() == "Scheduled."

    def test_one_put_off_in_the_last_moment_waits(self) -> None:
        revision, now = add_reviewed(make_article(), "Text."), timezone.now()
        ArticleRevision.objects.filter(pk=revision.pk).update(publish_at=now)

        later_on = now + timedelta(days=5)

        def put_off(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            """An editor is quicker: after what is due was found, before it is published."""
            found = execute(sql, params, many, context)
            if "<=" in sql:
                later = "UPDATE articles_articlerevision SET publish_at = %s WHERE publish_at IS NOT NULL"
                with connection.cursor() as cursor:
                    cursor.execute(later, [later_on])
            return found

        with connection.execute_wrapper(put_off):
            assert publish_due() == []
        revision.refresh_from_db()
        assert revision.publish_at == later_on
        assert live_body() is None

    def test_one_that_fails_holds_up_no_other_and_is_told(self) -> None:
        for slug in ("first", "second", "third"):
            add_reviewed(make_article(slug), "Text.")
        ArticleRevision.objects.filter(state="reviewed").update(publish_at=timezone.now())
        ArticleRevision.objects.filter(state="reviewed", article__slug="first").update(publish_at=midnight(2026, 1, 1))
        failing = Article.objects.get(slug="first").pk

        def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            """The database refuses to let the first of them live."""
            if sql.startswith("UPDATE") and '"live_revision_id"' in sql and params[-1] == failing:
                raise IntegrityError("refused")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse), pytest.raises(ExceptionGroup, match="1 of what was scheduled"):
            publish_due()
        assert set(Article.objects.published().values_list("slug", flat=True)) == {"second", "third"}
        assert publish_due() == [latest(Article.objects.get(slug="first"))]

    def test_the_command_says_what_it_published(self) -> None:
        add_reviewed(make_article(), "Text.")
        ArticleRevision.objects.filter(state="reviewed").update(publish_at=timezone.now())
        out = StringIO()
        call_command("publish_due", stdout=out)
        assert out.getvalue() == "Published /articles/naloxone/: Naloxone (2).\n"


class TestWithdrawing:
    def test_the_page_is_gone_at_once_and_says_why(self, client: Client) -> None:
        article = make_live()
        assert client.get("/articles/naloxone/").status_code == 200
        withdraw(subject=article, by=make_user("ed", "editor"), because=" The law has changed. ")
        gone = client.get("/articles/naloxone/")
        assert gone.status_code == 410
        assert b"The law has changed." in gone.content
        assert b"Text about naloxone" not in gone.content

    def test_nothing_brings_it_back_by_the_clock(self) -> None:
        article = make_live()
        schedule(revision=add_reviewed(article, "Newer."), by=None, at=timezone.now() + timedelta(hours=20))
        withdraw(subject=article, by=None, because="The law has changed.")
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            assert publish_due() == []

    def test_publishing_again_brings_it_back_with_its_first_date(self, client: Client) -> None:
        article = make_live()
        withdraw(subject=article, by=None, because="The law has changed.")
        publish(revision=add_reviewed(article, "Put right."), by=make_user("ed", "editor"))
        article.refresh_from_db()
        assert (article.withdrawn_on, article.withdrawn_because) == (None, "")
        assert article.published_on == REVIEWED_ON
        assert b"Put right." in client.get("/articles/naloxone/").content

    @pytest.mark.parametrize("role", ["writer", "medical-reviewer"])
    def test_it_takes_the_right_to_publish(self, role: str) -> None:
        with pytest.raises(Refused) as raised:
            withdraw(subject=make_live(), by=make_user("somebody", role), because="No.")
        assert raised.value.code == "not-your-role"
        assert live_body()

    def test_it_takes_a_reason_and_a_live_article(self) -> None:
        with pytest.raises(Refused) as raised:
            withdraw(subject=make_live(), by=None, because="  ")
        assert raised.value.code == "no-reason"
        with refused("not-live"):
            withdraw(subject=make_article("draft"), by=None, because="No.")


def test_each_change_that_readers_see_starts_a_new_version() -> None:
    article, editor = make_live(), make_user("ed", "editor")
    make_person("ed-person", user=editor)
    newer = add_reviewed(article, "Newer.")
    assert article.live_revision is not None
    live = article.live_revision
    versions = [public_version()]
    sign_edited(revision=live, by=editor)
    versions.append(public_version())
    publish(revision=newer, by=None)
    versions.append(public_version())
    withdraw(subject=article, by=None, because="Wrong.")
    versions.append(public_version())
    assert versions == sorted(set(versions))
