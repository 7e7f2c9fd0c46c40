"""The field in which editors write."""

import re

from django import forms
from pytest_django import Settings

from markup.widgets import MarkdownWidget


class WriteForm(forms.Form):
    body = forms.CharField(widget=MarkdownWidget)


def test_it_asks_our_own_views() -> None:
    html = str(WriteForm()["body"])
    assert 'data-markdownx-urls-path="/markdownx/markdownify/"' in html
    assert 'data-markdownx-upload-urls-path="/markdownx/upload/"' in html


def test_its_parts_are_where_both_scripts_look_for_them() -> None:
    html = str(WriteForm()["body"])
    for name in (
        "markdownx",
        "markdownx-editor",
        "markdownx-preview",
        "markdown-file",
        "markdown-status",
        "markdown-describe",
    ):
        assert re.search(rf'class="([^"]* )?{name}[ "]', html), name


def test_the_preview_takes_the_sites_own_style(settings: Settings) -> None:
    settings.STATIC_URL = "/static/"
    assert 'data-stylesheet="/static/css/site.css"' in str(WriteForm()["body"])


def test_what_was_written_is_shown_as_text() -> None:
    assert "&lt;/textarea&gt;&lt;script&gt;" in str(WriteForm({"body": "</textarea><script>"})["body"])


def test_nothing_but_the_text_is_sent_with_the_form() -> None:
    assert re.findall(r'name="([^"]*)"', str(WriteForm()["body"])) == ["body"]


def test_it_needs_no_inline_script_or_style() -> None:
    html = str(WriteForm().media) + str(WriteForm()["body"])
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)


def test_it_renders_without_attributes() -> None:
    assert "markdownx-editor" in MarkdownWidget().render("body", "")
