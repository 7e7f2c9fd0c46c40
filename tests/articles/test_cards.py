"""The picture of a live article: when there is one, what it says, and what its page says of it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles.models import Article
from articles.previews import preview_url
from articles.services.cards import draw_missing, sweep
from markup.share_cards import Card
from review.models import Person
from review.services.publishing import publish, publish_due, schedule, withdraw
from tests.articles.carded import Head, add_reviewed, address, is_served, status, stored, told
from tests.articles.files import outcomes, reviewed, write
from tests.articles.making import (
    in_the_morning,
    latest,
    make_article,
    make_live,
    make_reviewer,
    make_user,
)
from tests.articles.test_guards import refused
from tests.conftest import StaffClient

Callbacks = DjangoCaptureOnCommitCallbacks
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cards_drawn")]


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


class TestThePage:
    def test_it_names_its_picture_with_size_and_kind(self, client: Client) -> None:
        make_live()
        head = told(client, "/articles/naloxone/")
        assert re.fullmatch(r"http://127\.0\.0\.1:8000/media/cards/[0-9a-f]{32}\.png", head["og:image"])
        assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
        assert head["og:image:type"] == "image/png"
        assert head["twitter:card"] == "summary_large_image"
        assert is_served(client, address(client))

    def test_in_words_it_says_what_the_picture_says(self, client: Client) -> None:
        make_live(title='Say "no" & <go>')
        head = told(client, "/articles/naloxone/")
        said = "Medically reviewed on March 1, 2026. Reviewer: Rita Reviewer, MD. Rehabsite."
        assert head["og:image:alt"] == head["twitter:image:alt"] == f'Say "no" & <go>. {said}'

    def test_the_address_is_the_setting_s_whatever_host_was_asked(self, client: Client, settings: Settings) -> None:
        settings.SITE_URL = "https://www.example.org"
        make_live()
        html = client.get("/articles/naloxone/", headers={"host": "localhost"}).content.decode()
        assert Head(html).told["og:image"].startswith("https://www.example.org/media/cards/")

    def test_the_structured_data_name_the_same_picture(self, client: Client) -> None:
        make_live()
        html = client.get("/articles/naloxone/").content.decode()
        block = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])
        assert block["image"] == told(client, "/articles/naloxone/")["og:image"]

    def test_a_preview_names_none_even_of_the_live_words(self, client: Client) -> None:
        revision = latest(make_live())
        html = client.get(preview_url(revision.pk).removeprefix("http://127.0.0.1:8000")).content.decode()
        assert Head(html).told == {}
        assert "/media/cards/" not in html


class TestGoingLive:
    def test_when_an_editor_publishes(self, client: Client, staff: Callable[..., StaffClient]) -> None:
        revision = add_reviewed(make_article())
        path = f"/admin/articles/article/{revision.article_id}/revisions/{revision.pk}/publish/"
        assert staff("editor").post(path).status_code == 302
        assert is_served(client, address(client))

    def test_when_its_day_has_come_and_not_before(self, client: Client) -> None:
        day = timezone.localdate() + timedelta(days=1)
        schedule(revision=add_reviewed(make_article()), by=None, at=in_the_morning(day))
        assert stored() == set()
        with time_machine.travel(in_the_morning(day) + timedelta(hours=1)):
            publish_due()
            assert is_served(client, address(client))

    def test_when_newer_words_take_the_place(self, client: Client) -> None:
        article = make_live()
        before = address(client)
        publish(revision=add_reviewed(article), by=None)
        assert address(client) != before
        assert is_served(client, address(client))
        assert status(client, before) == 404

    def test_when_older_words_come_back(self, client: Client) -> None:
        article = make_live()
        first, before = latest(article), address(client)
        publish(revision=add_reviewed(article), by=None)
        sweep()
        publish(revision=first, by=make_user("ed", "editor"))
        assert address(client) == before
        assert is_served(client, before)

    def test_when_a_withdrawn_article_returns(self, client: Client) -> None:
        article = make_live()
        withdraw(subject=article, by=None, because="Out of date.")
        sweep()
        publish(revision=latest(article), by=None)
        assert is_served(client, address(client))

    def test_when_a_file_is_imported(self, client: Client, tmp_path: Path) -> None:
        assert outcomes(write(tmp_path, "naloxone.md", reviewed())) == {"naloxone.md": "new"}
        assert is_served(client, address(client))

    @pytest.mark.usefixtures("demo")
    def test_in_the_demo_each_says_that_its_reviewer_is_invented(self, client: Client) -> None:
        draw_missing()
        live = Article.objects.published()
        assert live
        for article in live:
            assert is_served(client, address(client, article.get_absolute_url()))
            alt = told(client, article.get_absolute_url())["og:image:alt"]
            assert article.live_revision
            assert alt == f"{Card('', article.live_revision.title).alt} {INVENTED} Rehabsite."


INVENTED = "Demo content: no clinician has reviewed it."


class TestUnreviewedWords:
    def test_nothing_is_drawn_before_words_go_live(self, client: Client) -> None:
        add_reviewed(make_article("draft"))
        assert stored() == set()
        article = make_live()
        before = stored()
        assert len(before) == 1
        add_reviewed(article, "Something else")
        draw_missing(Article.objects.published())
        assert stored() == before

    def test_who_knows_every_word_of_a_draft_gets_no_picture_of_it(self, client: Client) -> None:
        """Also if a file of it lies there, which is what a publication leaves behind that was taken back."""
        revision = add_reviewed(make_article())
        with transaction.atomic():
            publish(revision=revision, by=None)
            transaction.set_rollback(True)
        (file,) = stored()
        assert status(client, f"/media/cards/{file}") == 404
        assert sweep() == 1
        assert stored() == set()

    def test_the_database_refuses_it_to_words_that_were_never_public(self) -> None:
        draft = latest(make_article())
        assert "only_what_was_published_has_a_card" in refused(draft, card="0" * 32)

    def test_a_revision_that_is_not_live_any_more_has_none_for_readers(self, client: Client) -> None:
        article = make_live()
        publish(revision=add_reviewed(article), by=None)
        names = set(article.revisions.values_list("card", flat=True))
        served = {name for name in names if status(client, f"/media/cards/{name}.png") == 200}
        assert len(names) == 2
        assert served == {latest(article).card}


class TestWithdrawing:
    def test_the_picture_is_gone_at_once(self, client: Client) -> None:
        article = make_live()
        path = address(client)
        etag = client.head(path).headers["ETag"]
        assert status(client, path, **{"if-none-match": etag}) == 304
        withdraw(subject=article, by=None, because="Out of date.")
        assert status(client, path) == 404
        assert status(client, path, **{"if-none-match": etag}) == 404
        assert told(client, "/articles/naloxone/") == {}

    def test_caches_have_to_ask_each_time(self, client: Client) -> None:
        make_live()
        response = client.head(address(client))
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = client.get(address(client), headers={"if-none-match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_it_stays_for_another_article_that_says_the_same(self, client: Client) -> None:
        one, _two = make_live("one", title="Same"), make_live("two", title="Same")
        path = address(client, "/articles/one/")
        assert path == address(client, "/articles/two/")
        withdraw(subject=one, by=None, because="Twice.")
        assert sweep() == 0
        assert is_served(client, path)


class TestWhatIsSaid:
    def test_a_title_with_other_letters_leaves_the_site_s_name_alone(self, client: Client) -> None:
        make_live(title="Los años después")
        assert told(client, "/articles/naloxone/")["og:image:alt"] == "Rehabsite."
        assert is_served(client, address(client))

    def test_a_site_without_any_letters_of_the_font_has_no_picture(self, client: Client, settings: Settings) -> None:
        settings.SITE_NAME = "Клиника"
        make_live(title="Налоксон")
        assert draw_missing().drawn == 0
        assert told(client, "/articles/naloxone/") == told(client, "/") == {}

    def test_an_invented_reviewer_vouches_for_nothing(self, client: Client) -> None:
        make_reviewer(invented=True)
        make_live()
        alt = told(client, "/articles/naloxone/")["og:image:alt"]
        assert alt == f"Naloxone. {INVENTED} Rehabsite."


class TestWhenThatChanges:
    def change(self, client: StaffClient, person: Person, **fields: str) -> None:
        plain = {"name": person.name, "slug": person.slug, "credentials": "MD", "bio": "", "conflicts": ""}
        link = {"credentials_url": "https://example.org/board/1"}
        response = client.post(f"/admin/review/person/{person.pk}/change/", {**plain, **link, **fields})
        assert response.status_code == 302

    @pytest.mark.parametrize(
        ("fields", "says"),
        [({"credentials": "DO"}, "Rita Reviewer, DO"), ({"invented": "on"}, INVENTED), ({"bio": "Likes tea."}, "MD")],
        ids=["credentials", "invented", "bio"],
    )
    def test_what_a_person_is_called_is_drawn_anew_after_it_is_saved(
        self,
        client: Client,
        staff: Callable[..., StaffClient],
        django_capture_on_commit_callbacks: Callbacks,
        fields: dict[str, str],
        says: str,
    ) -> None:
        make_live()
        path = address(client)
        with django_capture_on_commit_callbacks() as calls:
            self.change(staff(superuser=True), Person.objects.get(slug="rita-reviewer"), **fields)
        changed = "bio" not in fields
        assert (address(client) == "") == changed, "until then the page names no picture that says what is past"
        assert (status(client, path) == 404) == changed
        for call in calls:
            call()
        assert says in told(client, "/articles/naloxone/")["og:image:alt"]
        assert is_served(client, address(client))

    def test_so_is_it_when_a_file_changes_them(
        self, client: Client, tmp_path: Path, django_capture_on_commit_callbacks: Callbacks
    ) -> None:
        make_live()
        entry = "- slug: rita-reviewer\n  name: Rita Reviewer\n  credentials: DO\n  credentials_url: https://example.org/1\n"
        with django_capture_on_commit_callbacks(execute=True):
            assert outcomes(write(tmp_path, "people.yaml", entry)) == {"people.yaml": "changed"}
        assert "Rita Reviewer, DO" in told(client, "/articles/naloxone/")["og:image:alt"]

    def test_a_newer_review_of_the_same_words_is_drawn_at_once(self, client: Client, tmp_path: Path) -> None:
        file = write(tmp_path, "naloxone.md", reviewed())
        outcomes(file)
        before = address(client)
        file.write_text(file.read_text().replace("2026-03-12", "2026-09-30"))
        assert outcomes(file) == {"naloxone.md": "changed"}
        assert "reviewed on Sept. 30, 2026" in told(client, "/articles/naloxone/")["og:image:alt"]
        assert is_served(client, address(client))
        assert status(client, before) == 404

    def test_the_site_s_name_is_drawn_anew_by_the_command(self, client: Client, settings: Settings) -> None:
        make_live()
        draw_missing()
        before = address(client), address(client, "/")
        assert all(before)
        settings.SITE_NAME = "Care in Austin"
        call_command("draw_cards", verbosity=0)
        assert told(client, "/articles/naloxone/")["og:image:alt"].endswith("Care in Austin.")
        assert told(client, "/")["og:image:alt"].startswith("Care in Austin.")
        assert [status(client, path) for path in before] == [404, 404]
        assert len(stored()) == 2

    def test_a_name_that_comes_back_is_on_the_page_again(self, client: Client, settings: Settings) -> None:
        """The file of the first name is still there; what has to come back is the row's."""
        make_live()
        before = address(client)
        settings.SITE_NAME = "Care in Austin"
        draw_missing()
        settings.SITE_NAME = "Rehabsite"
        assert draw_missing().drawn == 2
        assert address(client) == before
