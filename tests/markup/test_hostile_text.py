"""Whatever is typed, the page holds only what the allow-list names, and is rendered in time."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from markup import allowlist, rendering, syntax
from markup.rendering import MAX_LENGTH, absolute, render
from tests.markup.hostile import PIECES, TEXTS, quick

PICTURE = "/media/images/0123456789abcdef-1200x800.jpg"


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_over_a_second(name: str) -> None:
    def rendered(text: str) -> None:
        assert len(render(text).html) < 4_000_000

    assert quick(rendered, name, MAX_LENGTH // 2)  # the longest takes two to four times as long


@given(st.lists(st.sampled_from([*PIECES, f"![a > &amp; \u2028b]({PICTURE})"]), max_size=60).map("".join))
@example(f"![a > &amp; \u2028b]({PICTURE})")
@settings(max_examples=200, deadline=None)
def test_any_text_becomes_html_that_can_be_stored_and_fed(text: str) -> None:
    rendered = render(text)
    assert allowlist.cleaner().clean(rendered.html) == rendered.html
    for words in (
        rendered.html,
        rendered.text,
        *(h.text for h in rendered.outline),
        *(i.alt for i in rendered.images),
    ):
        words.encode()
        ElementTree.fromstring(f"<x>{escape(words)}</x>")
    ids = [heading.id for heading in rendered.outline]
    assert len(ids) == len(set(ids))
    absolute(rendered.html, site="https://example.org", page="https://example.org/a/")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)></p>",
        '<p style="color:red"></p>',
        '<a href="javascript:alert(1)"></a>',
        '<a href="/" target="_blank"></a>',
        "<svg><a></a></svg>",
        "<math></math>",
        "<iframe></iframe>",
        "<form></form>",
        '<h2 id="login"></h2>',
        '<a id="attributes"></a>',
        '<p id="s-a"></p>',
        '<img name="body">',
        '<img src="https://example.org/a.png">',
        f'<img srcset="{PICTURE} 1x, https://example.org/a.png 2x">',
        '<img src="/media/images/../../admin/">',
        '<div class="exit"></div>',
        '<div role="alert"></div>',
        '<th scope="col" tabindex="0"></th>',
    ],
)
def test_the_allow_list_holds_on_its_own(html: str) -> None:
    cleaned = allowlist.cleaner().clean(html)
    for banned in (
        "script",
        "onclick",
        "style",
        "target",
        "svg",
        "math",
        "iframe",
        "form",
        "login",
        "attributes",
        'id="s-a"',
        "name",
        "example.org",
        "..",
        "exit",
        "alert",
        "tabindex",
    ):
        assert banned not in cleaned


def test_the_allow_list_stands_behind_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "parser", lambda: MarkdownIt("commonmark", {"html": True}))
    monkeypatch.setattr(rendering, "_tools", rendering._tools.__wrapped__)
    assert render("a <script>alert(1)</script><b onclick=alert(1)>b</b>").html == "<p>a b</p>\n"


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"# {n}\n\n" + f"[{n}](/{n}) " * 50 for n in range(40)]
    alone = [render(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, texts)) == alone
