"""What is pasted from elsewhere becomes Markdown of this site, says what it lost, and never runs."""

import re
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest
from django.test import Client

from markup.pasting import TooMuch, to_markdown
from markup.rendering import render
from tests.conftest import StaffClient

OWN = "https://care.example.org"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body>
<!--StartFragment--><h1>Before <o:p></o:p>you go</h1><p class=MsoNormal>Call <b>988</b>, see <a href="https://a.org/x">the
<i>site</i></a>.</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
<span>&nbsp;&nbsp; </span></span><![endif]>First</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span>o<span>&nbsp; </span></span>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span>·<span>&nbsp; </span></span>Second</p>
<p class=MsoNormal>Then:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>1.<span>&nbsp;</span>One</p>
<table><tr><td colspan=2>Wide | bar</td></tr><tr><td>A</td><td><ul><li>x</li><li>y</li></ul></td></tr></table>
<p><a href="#_ftn1">[1]</a> H<sub>2</sub>O</p></body></html>"""
GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2><span
style="font-weight:700">A heading</span></h2><p><span style="font-weight:700;font-style:italic">Bold</span><span> plain
</span><a href="https://www.google.com/url?q=https://fda.gov/x&amp;sa=D"><span>link</span></a></p><ul><li><p>One</p></li>
<ul><li><p>Nested</p></li></ul><li><p>Two</p></li></ul><br></b>"""


@pytest.mark.parametrize(
    ("html", "markdown", "lost"),
    [
        (
            WORD,
            "## Before you go\n\nCall **988**, see [the *site*](https://a.org/x).\n\n- First\n  - Inner\n- Second\n\n"
            "Then:\n\n1. One\n\n| Wide \\| bar |  |\n| --- | --- |\n| A | x y |\n\n\\[1] H2O",
            ("link within the text", "merged cell", "list within a table’s cell", "raised or lowered"),
        ),
        (
            GOOGLE,
            "## A heading\n\n***Bold*** plain [link](https://fda.gov/x)\n\n- One\n  - Nested\n- Two",
            (),
        ),
        ("<p>One<br>two</p><blockquote><p>Said</p></blockquote>", "One\\\ntwo\n\n> Said", ()),
        (f'<a href="{OWN}/articles/x/">x</a>', "[x](/articles/x/)", ()),
        ('<p>A <img src="https://x.org/a.png" alt="hand"> b</p>', "A  b", ("1 picture",)),
        ('<p><img src="/media/images/0123456789abcdef-16x16.jpg" alt="A hand"></p>',
         "![A hand](/media/images/0123456789abcdef-16x16.jpg)", ()),
        ('<iframe src="https://x.org"></iframe><video></video><p>Left</p>', "Left", ("embedded page", "film")),
        ("<table><tr><th>A</th></tr><tr><td>1</td><td>2</td></tr></table>", "| A |  |\n| --- | --- |\n| 1 | 2 |", ()),
    ],
)  # fmt: skip
def test_its_shape_stays_and_what_cannot_is_said(html: str, markdown: str, lost: tuple[str, ...]) -> None:
    pasted = to_markdown(html, own=OWN)
    assert pasted.markdown == markdown
    assert len(pasted.lost) == len(lost)
    assert all(any(part in said for said in pasted.lost) for part in lost), pasted.lost


@pytest.mark.parametrize(
    "words",
    [
        "1. Not a list", "# No heading", "- no item", "> no quotation", "::: warning", ": no meaning",
        "a *star* _line_",
        "[^1] and [x](y)", "snake_case_word", "<script>alert(1)</script>", "back\\slash", "`code`", "![x](y)", "a|b",
        "+ plus", "10) ten", "~~~", "&amp; &lt;", "***", "---", "===", "| a | b |", "  four",
    ],
)  # fmt: skip
def test_plain_words_stay_the_words_that_they_were(words: str) -> None:
    from html import escape

    html = str(render(to_markdown(f"<p>Before.</p><p>{escape(words)}</p>").markdown).text)
    assert words.strip() in html


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>', "<svg onload=alert(1)>", '<a href="data:text/html,x">x</a>',
        "<p>&lt;img src=x onerror=alert(1)&gt;</p>", '<p>[x](javascript:alert(1))</p>', "<math><mi xlink:href=x>",
        '<a href="https://x.org/)[y](javascript:alert(1)">x</a>',
        '<img src="/media/images/x.jpg" alt="](javascript:x)">',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<style><img src=x onerror=alert(1)></style>",
        "<a href='https://x.org\" onmouseover=\"alert(1)'>x</a>", "<pre>```\n<script>alert(1)</script></pre>",
    ],
)  # fmt: skip
def test_nothing_pasted_ever_runs(html: str) -> None:
    shown = str(render(to_markdown(html, own=OWN).markdown).html).lower()
    for bad in ("<script", "<img", "<svg", 'href="javascript', 'href="data', "<style"):
        assert bad not in shown
    assert not re.search(r"<[^>]*\son\w", re.sub(r'"[^"]*"', "", shown))


@pytest.mark.parametrize(
    "html",
    ["&" * 900_000, "<b>" * 50_000, "<li>" * 30_000, "<table>" * 3000, "<" * 400_000,
     '<p style="mso-list:l0 level1">x</p>' * 15_000, "x" * 2_000_000, "<![if " * 50_000],
)  # fmt: skip
def test_no_paste_takes_long(html: str) -> None:
    before = process_time()
    with suppress(TooMuch):
        to_markdown(html)
    assert process_time() - before < 6


@pytest.mark.django_db
def test_only_those_who_write_are_answered(staff: Callable[..., StaffClient]) -> None:
    sent = {"html": "<h2>A heading</h2><p><img src='x'></p>"}
    assert Client().post("/markdownx/paste/", sent).status_code == 403
    assert staff("intake").post("/markdownx/paste/", sent).status_code == 403
    answer = staff("writer").post("/markdownx/paste/", sent)
    assert answer.json()["markdown"] == "## A heading"
    assert len(answer.json()["lost"]) == 1
    assert staff("writer").post("/markdownx/paste/", {"html": "x" * 1_500_000}).status_code == 400
    assert staff("writer").get("/markdownx/paste/").status_code == 405
