"""The picture of a live article and of the site: when there is one, who gets it, and what its page says of it."""

import json
import logging
import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from articles.models import Article, ArticleRevision, Person
from articles.previews import preview_url
from articles.services import cards
from articles.services.cards import draw_missing, sweep
from articles.services.publishing import publish, publish_due, record_review, schedule, withdraw
from articles.services.revising import Words
from articles.services.saving import place_of, save_article
from markup import files
from markup.cards import Card
from search.services import public_version
from tests.articles.files import outcomes, reviewed, write
from tests.articles.making import (
    REVIEWED_ON,
    latest,
    make_article,
    make_live,
    make_person,
    make_reviewer,
    make_user,
)
from tests.articles.test_guards import refused
from tests.conftest import StaffClient

Callbacks = DjangoCaptureOnCommitCallbacks
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


class Head(HTMLParser):
    """What a page tells of its picture to those who ask only for that."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        for name in (named.get("property"), named.get("name")):
            if tag == "meta" and name and re.match("og:image|twitter:", name):
                assert name not in self.told
                self.told[name] = named["content"]


def told(client: Client, path: str) -> dict[str, str]:
    return Head(client.get(path).content.decode()).told


def address(client: Client, path: str = "/articles/naloxone/") -> str:
    """Of the page's picture, without the site; "" if the page names none."""
    return told(client, path).get("og:image", "").removeprefix("http://127.0.0.1:8000")


def stored() -> set[str]:
    return set(default_storage.listdir("cards")[1]) if default_storage.exists("cards") else set()


def status(client: Client, path: str, **headers: str) -> int:
    response = client.get(path, headers=headers)
    response.getvalue()  # to its end, which closes the file
    return response.status_code


def is_served(client: Client, path: str) -> bool:
    response = client.get(path)
    return response.status_code == 200 and Image.open(BytesIO(response.getvalue())).size == (1200, 630)


def add_reviewed(article: Article, title: str = "Naloxone at home") -> ArticleRevision:
    article.refresh_from_db()
    words = Words(title, "Newer words.")
    save_article(article=article, words=words, place=place_of(article), base=article.edits, by=None)
    revision, reviewer = latest(article), Person.objects.filter(slug="rita-reviewer").first() or make_reviewer()
    record_review(revision=revision, reviewer=reviewer, by=None, on=REVIEWED_ON, due=None)
    return revision


def full_disk(path: str, data: bytes) -> None:
    raise OSError(28, "No space left on device")


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
        schedule(revision=add_reviewed(make_article()), by=None, on=day)
        assert stored() == set()
        with time_machine.travel(timezone.now() + timedelta(days=1)):
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
        withdraw(article=article, by=None, because="Out of date.")
        sweep()
        publish(revision=latest(article), by=None)
        assert is_served(client, address(client))

    def test_when_a_file_is_imported(self, client: Client, tmp_path: Path) -> None:
        assert outcomes(write(tmp_path, "naloxone.md", reviewed())) == {"naloxone.md": "new"}
        assert is_served(client, address(client))

    def test_in_the_demo_each_says_that_its_reviewer_is_invented(self, client: Client) -> None:
        call_command("seed", stdout=StringIO())
        live = Article.objects.published()
        assert live
        for article in live:
            assert is_served(client, address(client, article.get_absolute_url()))
            alt = told(client, article.get_absolute_url())["og:image:alt"]
            assert article.live_revision
            assert alt == f"{Card('', article.live_revision.title).alt} {INVENTED} Rehabsite."


INVENTED = "Demo content: the reviewer is an invented person."


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
        withdraw(article=article, by=None, because="Out of date.")
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
        withdraw(article=one, by=None, because="Twice.")
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
        response = client.post(f"/admin/articles/person/{person.pk}/change/", {**plain, **link, **fields})
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


class TestFailing:
    @pytest.fixture(params=["the disk is full", "Pillow fails"])
    def broken(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
        def fail(card: Card) -> bytes:
            raise MemoryError

        if request.param == "Pillow fails":
            monkeypatch.setattr(cards, "draw", fail)
        else:
            monkeypatch.setattr(files, "write", full_disk)
        return monkeypatch

    def test_the_words_go_live_without_a_picture_and_it_is_logged(
        self, client: Client, broken: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        make_live()
        response = client.get("/articles/naloxone/")
        assert response.status_code == 200
        assert Head(response.content.decode()).told == {}
        assert "/media/cards/" not in response.content.decode()
        (line,) = [record for record in caplog.records if record.name == "articles.services.cards"]
        assert line.levelno == logging.WARNING, "the team gets a mail for what readers miss, and they miss nothing"
        assert "manage.py draw_cards" in line.getMessage()

    def test_the_command_tells_and_later_draws_it(self, client: Client, broken: pytest.MonkeyPatch) -> None:
        make_live()
        with pytest.raises(CommandError, match="2 cards could not be drawn"):
            call_command("draw_cards", stdout=StringIO())
        broken.undo()
        out = StringIO()
        call_command("draw_cards", stdout=out)
        assert out.getvalue() == "2 cards drawn, 0 removed.\n"
        assert is_served(client, address(client))

    def test_words_that_come_back_do_not_name_the_picture_that_they_had(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = make_live()
        first = latest(article)
        publish(revision=add_reviewed(article), by=None)
        sweep()
        monkeypatch.setattr(files, "write", full_disk)
        publish(revision=first, by=None)
        assert told(client, "/articles/naloxone/") == {}

    def test_half_a_file_is_written_anew(self, client: Client) -> None:
        article = make_live()
        path = f"cards/{latest(article).card}.png"
        whole = default_storage.size(path)
        withdraw(article=article, by=None, because="Out of date.")
        files.write(path, b"\x89PNG half of it")
        publish(revision=latest(article), by=None)
        assert default_storage.size(path) == whole


class TestTheCommand:
    def run(self) -> str:
        out = StringIO()
        call_command("draw_cards", stdout=out)
        return out.getvalue()

    @pytest.mark.parametrize("harm", ["lost", "emptied", "never drawn"])
    def test_it_draws_what_is_missing(self, client: Client, harm: str) -> None:
        article = make_live()
        self.run()
        path = address(client)
        if harm == "lost":
            default_storage.delete(path.removeprefix("/media/"))
        elif harm == "emptied":
            files.write(path.removeprefix("/media/"), b"")
        else:
            article.revisions.update(card="")
        assert self.run() == "1 cards drawn, 0 removed.\n"
        assert address(client) == path
        assert is_served(client, path)

    def test_it_removes_what_no_page_needs_and_leaves_what_is_not_a_card(self, client: Client) -> None:
        article = make_live()
        self.run()
        publish(revision=add_reviewed(article), by=None)
        files.write("cards/notes.txt", b"mine")
        assert len(stored()) == 4
        assert self.run() == "0 cards drawn, 1 removed.\n"
        assert stored() == {Path(address(client)).name, Path(address(client, "/")).name, "notes.txt"}

    def test_with_nothing_to_do_it_changes_nothing(self) -> None:
        make_live()
        self.run()
        version = public_version()
        assert self.run() == "0 cards drawn, 0 removed.\n"
        assert public_version() == version

    def test_what_it_draws_is_on_the_page_at_once(self, client: Client) -> None:
        make_live().revisions.update(card="")
        assert address(client) == ""
        self.run()
        assert address(client)

    def test_a_site_without_any_picture_is_no_error(self) -> None:
        assert sweep() == 0

    def test_a_folder_that_is_none_is_told(self, tmp_path: Path) -> None:
        write(tmp_path, "media/cards", "a file")
        with pytest.raises(CommandError, match="The folder of the cards cannot be used"):
            self.run()


class TestTheSite:
    OWN = ("/", "/articles/", "/questions/", "/glossary/", "/phases/", "/phases/medication/", "/help/")
    ABOUT = ("/about/how-we-check/", "/about/staying-private/")
    NONE = ("/cities/", "/cities/austin/", "/programs/", "/rankings/method/", "/contact/", "/search/", "/privacy/")

    @pytest.mark.parametrize("path", [*OWN, *ABOUT])
    def test_pages_that_speak_for_it_show_its_name(self, client: Client, path: str) -> None:
        assert told(client, path) == {}, "none is drawn yet"
        draw_missing()
        alt = "Rehabsite. Opioid treatment in plain words: what it is, what to ask, and where to find it."
        assert told(client, path)["og:image:alt"] == alt
        assert is_served(client, address(client, path))

    def test_places_programs_and_rankings_do_not_so_that_it_looks_like_no_seal(self, client: Client) -> None:
        call_command("seed", stdout=StringIO())
        draw_missing()
        sitemap = re.findall(r"<loc>http://127.0.0.1:8000(.*?)</loc>", client.get("/sitemap.xml").content.decode())
        others = [path for path in sitemap if re.match("/(cities|facilities|programs|rankings|people|tags)/", path)]
        assert len(others) > 50
        withdrawn = Article.objects.withdrawn().get().get_absolute_url()
        for path in (*others, *self.NONE, withdrawn, "/nowhere/"):
            assert told(client, path) == {}, path


@pytest.mark.parametrize(
    "change",
    [
        (".png", ""),
        (".png", ".jpg"),
        (".png", ".png/"),
        (".png", ".PNG"),
        (".png", "%0a.png"),
        (".png", "%00.png"),
        ("/cards/", "/images/"),
        ("/cards/", "/cards/../cards/"),
        ("/cards/", "/cards/%2e%2e/cards/"),
        ("/cards/", "/"),
    ],
)
def test_no_other_address_has_it(client: Client, change: tuple[str, str]) -> None:
    make_live()
    path = address(client)
    assert status(client, path) == 200
    assert status(client, path.replace(*change)) in (400, 404)


@pytest.mark.parametrize("name", ["0" * 32, "", "secret", "-"])
def test_nothing_else_in_the_folder_is_served(client: Client, name: str) -> None:
    make_live()
    files.write(f"cards/{name}.png", b"secret")
    assert status(client, f"/media/cards/{name}.png") == 404


def test_a_picture_whose_file_is_lost_is_not_found(client: Client) -> None:
    make_live()
    path = address(client)
    default_storage.delete(path.removeprefix("/media/"))
    assert status(client, path) == 404


def test_its_date_is_the_review_s_and_not_the_publication_s(client: Client) -> None:
    revision = add_reviewed(make_article())
    with time_machine.travel("2026-11-30 12:00"):
        publish(revision=revision, by=None, on=date(2026, 11, 1))
        assert "on March 1, 2026." in told(client, "/articles/naloxone/")["og:image:alt"]


def test_nobody_else_of_the_byline_is_named(client: Client) -> None:
    make_live(writer=make_person("wanda-writer"))
    assert "Wanda" not in told(client, "/articles/naloxone/")["og:image:alt"]
