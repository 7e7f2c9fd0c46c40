"""What a reader's phone has to fetch before a page stands whole: it fits the first flight of a connection."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from articles.models import Article
from contact.crypto.sealing import make_pair
from rehabsite.hot.tidying import tidied
from rehabsite.release.staticfiles import SHORTER, Storage, minify, shorten
from tests.demo import seeded

FLIGHT = 14_300  # ten packets, which a server may send before it hears anything
SERVERS_OWN = len("HTTP/1.1 200 OK\r\nDate: Sun, 29 Nov 2026 00:00:00 GMT\r\nConnection: keep-alive\r\n")
KEPT = len('Content-Encoding: br\r\nETag: "01234567890123456789012345678901-br"\r\nContent-Length: 12345\r\n')
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded(django_db_blocker, django_db_setup):
        yield


def weight(client: Client, path: str) -> dict[str, int]:
    """Bytes of the page, compressed, and of each style sheet and script that it asks for, each with its headers."""
    page = client.get(path)
    asked = re.findall(r'(?:stylesheet" href|script src)="/static/([^"]+)"', page.content.decode())
    assert {"css/site.css", "js/exit.js"} <= set(asked)
    parts = {path: len(brotli.compress(tidied(page.content))) + headers(client, path)}
    for name in asked:
        text = (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")
        sent = SHORTER[f"{name.partition('/')[0]}/"](text)
        parts[name] = len(brotli.compress(sent.encode())) + headers(client, f"/static/{name}")
    return parts


def headers(client: Client, path: str) -> int:
    response = client.get(path)
    told = response.headers.items()
    closers: Any = getattr(response, "_resource_closers", ())
    for close in closers:  # not its own `close`, which would end the test's connection too
        close()
    return SERVERS_OWN + KEPT + sum(len(f"{name}: {value}\r\n") for name, value in told if name != "Content-Length")


def test_nine_of_ten_articles_of_the_demo_a_town_and_the_home_page_come_in_the_first_flight(
    client: Client, settings: Settings
) -> None:
    settings.INQUIRY_PUBLIC_KEY = make_pair()[0]  # else the form at the end is not there
    weights = [weight(client, one.get_absolute_url()) for one in Article.objects.published()]
    heavy = [parts for parts in weights if sum(parts.values()) > FLIGHT]
    assert len(heavy) <= len(weights) // 10, heavy
    for path in ("/", "/states/tx/sunset-valley/"):
        assert sum(weight(client, path).values()) <= FLIGHT, weight(client, path)


def test_no_font_is_fetched() -> None:
    for sheet in (Path(settings.BASE_DIR) / "static" / "css").glob("*.css"):
        assert "@font-face" not in sheet.read_text(encoding="utf-8"), sheet.name


SHEETS = ("site", "places", "ranking", "contact", "pictures", "admin")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_is_shorter_when_it_is_sent_and_no_rule_is_lost(sheet: str) -> None:
    css = (Path(settings.BASE_DIR) / "static" / "css" / f"{sheet}.css").read_text(encoding="utf-8")
    sent = minify(css)
    assert len(sent) < len(css) * 0.97
    assert minify(sent) == sent
    assert [sent.count(sign) for sign in "{}:"] == [re.sub(r"(?s)/\*.*?\*/", "", css).count(sign) for sign in "{}:"]


def test_what_was_read_before_is_kept_whole(tmp_path: Path) -> None:
    """As Django does, to make a hash of it. Every sheet was empty once."""
    sheet = ContentFile(b"a { color: red; }")
    sheet.read()
    name = Storage(location=tmp_path, base_url="/static/")._save("css/a.css", sheet)
    assert (tmp_path / name).read_text() == "a{color:red}"


@pytest.mark.parametrize(
    ("css", "sent"),
    [
        ("a , b > c { color : red ; }", "a,b>c{color :red}"),
        (".a :hover { margin: 0 -1px; }", ".a :hover{margin:0 -1px}"),
        ('a::after { content: "; {  } : /* */"; }', 'a::after{content:"; {  } : /* */"}'),
        ("@media (min-width: 1em) and (print) { a { b: c } }", "@media (min-width:1em) and (print){a{b:c}}"),
        ("a { b: calc(1px + 2px) }", "a{b:calc(1px + 2px)}"),
        ("/* a */ b { c: d } /* e */", "b{c:d}"),
        ("a { background: url(data:image/png;base64, x) }", "a{background:url(data:image/png;base64, x)}"),
    ],
)
def test_blanks_go_and_meaning_stays(css: str, sent: str) -> None:
    assert minify(css) == sent


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (b"<p>\n    a\n    <b>b</b>\n\n\n  c</p>", b"<p>\na\n<b>b</b>\nc</p>"),
        (b"<pre>\n  a\n    b</pre>\n   <p>", b"<pre>\n  a\n    b</pre>\n<p>"),
        (b"<textarea x>\n  a</textarea>\n  <b>", b"<textarea x>\n  a</textarea>\n<b>"),
        (b"<script>a\n  b</script>", b"<script>a\n  b</script>"),
        (b"a b  c", b"a b  c"),
        (b"<preface>\n  a", b"<preface>\na"),
    ],
)
def test_indentation_goes_where_it_means_nothing(html: bytes, kept: bytes) -> None:
    assert tidied(html) == kept


@pytest.mark.parametrize(
    ("script", "sent"),
    [
        ("// Why\n{\n  a();  // so\n\n  // more\n  b();\n}\n", "{\na();  // so\nb();\n}\n"),
        ("  a = `\n  // b\n`;\n", "  a = `\n  // b\n`;\n"),
    ],
)
def test_remarks_go_from_a_script_and_no_text_changes(script: str, sent: str) -> None:
    assert shorten(script) == sent
