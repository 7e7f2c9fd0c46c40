"""Help lines are data: in one place, dated, and the same on every page."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from rehabsite.help_lines import HELP_LINES
from search.services import public_changed

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NUMBERS = re.compile(r"\b(911|988|711|435748|1-800-\d{3}-\d{4})\b|tel:\+?\d|sms:\d")
# In the editor's help, and 911 and 988 where a search touches an overdose or dying.
EXAMPLES = {"markdownx/widget.html", "search/leads.html"}


def test_no_number_stands_in_a_template() -> None:
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.*")
        if NUMBERS.search(path.read_text(encoding="utf-8"))
    }
    assert found == EXAMPLES


def test_each_line_tells_whose_it_is_where_that_stands_and_when_it_was_checked() -> None:
    for line in HELP_LINES.in_order:
        assert line.what
        assert line.whose
        assert line.source.startswith("https://")
        assert line.checked_on is None or line.checked_on <= timezone.localdate()
        assert {"text", "relay", "spanish"} <= {way.kind for way in line.ways}
    assert [line.number for line in HELP_LINES.in_order] == ["911", "988", "1-800-662-4357"]


def test_what_is_shown_is_what_is_dialled() -> None:
    for line in HELP_LINES.all:
        dialled = [(line.number, line.href), *((way.shown, way.href) for way in line.ways)]
        for shown, href in dialled:
            if href.startswith("https:"):
                assert href == f"https://{shown}/"
            else:
                digits = re.sub(r"\D", "", shown.split(" ")[0])
                assert re.fullmatch(rf"(tel:\+?|sms:){digits}", href)


@pytest.mark.django_db
def test_the_page_of_help_shows_every_line_and_every_way(client: Client) -> None:
    html = client.get("/help/").content.decode()
    for line in HELP_LINES.all:
        assert f'href="{line.source}"' in html
        for way in line.ways:
            assert f'href="{way.href}"' in html
            assert str(way.what) in html.replace("&#x27;", "'")


@pytest.mark.django_db
def test_no_page_says_that_a_line_was_checked_unless_somebody_dated_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Checked on" not in client.get("/help/").content.decode()
    dated = replace(HELP_LINES, poison=replace(HELP_LINES.poison, checked_on=date(2026, 11, 2)))
    monkeypatch.setattr("rehabsite.templatetags.help_lines.HELP_LINES", dated)
    public_changed()
    assert 'datetime="2026-11-02"' in client.get("/help/").content.decode()


def test_the_page_of_the_last_resort_has_them_and_the_exit_without_any_context() -> None:
    html = render_to_string("500.html")
    for line in HELP_LINES.in_order:
        assert f'href="{line.href}"' in html
    assert ">Exit<" in html
    assert 'src="/static/js/exit.js"' in html
