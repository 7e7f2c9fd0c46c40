"""The pictures as files: what happens when one cannot be drawn, who gets them, and the command that tends them."""

import logging
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from articles.services import cards
from articles.services.cards import draw_missing, sweep
from markup import files
from markup.share_cards import Card
from review.services.publishing import publish, withdraw
from search.services import public_version
from tests.articles.carded import Head, add_reviewed, address, full_disk, is_served, status, stored, told
from tests.articles.files import write
from tests.articles.making import (
    latest,
    make_article,
    make_live,
    make_person,
)
from tests.site.sitemaps import locations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cards_drawn")]


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


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
        withdraw(subject=article, by=None, because="Out of date.")
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

    @pytest.mark.usefixtures("demo")
    def test_places_programs_and_rankings_do_not_so_that_it_looks_like_no_seal(self, client: Client) -> None:
        draw_missing()
        others = [
            path for path in locations(client) if re.match("/(cities|facilities|programs|rankings|people|tags)/", path)
        ]
        assert len(others) > 50
        withdrawn = Article.objects.withdrawn().get().get_absolute_url()
        for path in (*others, *self.NONE, withdrawn, "/nowhere/"):
            assert told(client, path) == {}, path


def test_no_other_address_has_it(client: Client) -> None:
    make_live()
    path = address(client)
    assert status(client, path) == 200
    for here, there in (
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
    ):
        assert status(client, path.replace(here, there)) in (400, 404), (here, there)


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
