"""Markup that did not take is named, with its line, and good Markdown is not."""

from pathlib import Path

import pytest

from markup.rendering import MAX_LENGTH
from markup.untaken import untaken
from tests.markup.hostile import TEXTS, quick

DEMO = sorted(Path("articles/demo").glob("*.md"))


def codes(text: str) -> list[str]:
    return [found.code for found in untaken(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("##\u00a0Heading", "heading"),
        ("##\u3000Heading", "heading"),
        ("##Heading", "heading"),
        ("#Heading", "heading"),
        ("-\u00a0one\n-\u00a0two", "list"),
        ("1.\u00a0one", "list"),
        ("1.Call\n2.Stay", "list"),
        ("-Call\n-Stay", "list"),
        ("• one", "list"),
        ("**Call 911.**Then go", "bold"),
        ("*Call 911.*Then go", "bold"),
        ("** Call ** 911", "bold"),
        ("__Call 911.__Then go", "bold"),
        ("**Call\n\n911**", "bold"),
        ("[call](tel:1 800 555 0100)", "link"),
        ("[call] (tel:+18005550100)", "link"),
        ("[call](https://example.org", "link"),
        ("[words][nowhere]", "link"),
        ("![x](my photo.jpg)", "picture"),
        ("![x][nowhere]", "picture"),
        ("[[Starting methadone]]", "wiki-link"),
        ("![[photo.jpg]]", "wiki-link"),
        ("<!-- more -->", "comment"),
        ("%% note to self %%", "comment"),
        ("Call<br>911", "html"),
        ("<div class='x'>", "html"),
        ("<B>Call</B>", "html"),
        ("{{< youtube abc >}}", "shortcode"),
        ("{{% notice %}}", "shortcode"),
        ("{% include x.html %}", "shortcode"),
        ("{: .lead}", "shortcode"),
        ("[caption id=1 align=left]", "shortcode"),
        ("[/caption]", "shortcode"),
        (":warning: Call", "shortcode"),
        ("::: danger\nCall 911\n:::", "container"),
        ("!!! warning\nCall 911", "container"),
        ("> [!NOTE]\n> Call 911", "container"),
        ("::: note\nCall 911", "open-container"),
        ("Naloxone[^note] helps.", "note"),
        ("Naloxone[^note] helps.\n\n[^note]: https://example.org/", "note"),
        ("Naloxone[^1] helps.\n\n[^1]: https://example.org/", "note"),
        ("Naloxone^[as a spray] helps.", "note"),
        ("[Call]: 911", "definition"),
        ("| Medicine | Dose |\n| methadone | 20 mg |", "table"),
        ("Medicine | Dose\nmethadone | 20 mg", "table"),
        ("| a | b |\n|---|\n| c | d |", "table"),
        ("\tCall 911 now.", "code"),
        ("    Call 911 now.", "code"),
        ("- [ ] Call", "box"),
        ("~~20 mg~~ 10 mg", "struck"),
        ("==20 mg==", "struck"),
        ("Smith &amp;amp; Jones", "entity"),
        ("10&amp;nbsp;mg", "entity"),
        ("St. Mary\ufffds", "lost-sign"),
        ("A whole paragraph that\nbecame a heading\n---\nText", "long-heading"),
    ],
)
def test_it_is_named_with_its_line(text: str, code: str) -> None:
    found = untaken(
        f"Before.\n\n{text}\n\nAfter.\n\n::: note\nx\n:::\n" if code != "open-container" else f"Before.\n\n{text}"
    )
    assert code in [one.code for one in found]
    assert found[0].line >= 3
    assert all(one.found for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "## Heading\n\n- one\n- two\n\n1. one",
        "**Call 911.** Then *go*. It is **not**, 5 * 3 * 2, a_b_c, ___ and 2**3 in `2**3`.".replace("2**3 in ", ""),
        "[a](/b) [c](tel:+18005550100) [d][e] ![f](/media/images/0123456789abcdef-1200x800.jpg)\n\n[e]: /g",
        "Naloxone[^1] helps [1] (now). See [^12].",
        "::: note\nx\n:::\n\n::: stay-alive Call 911\ny\n:::\n\nz",
        "| a | b |\n| --- | --- |\n| c | d |\n\nAges 18 | 25",
        r"\*\*as it stands\*\* and \# this \[x\]\(y\)",
        "`<br>` `{{x}}` `**`\n\n```\n<!-- code -->\n**\n```",
        "Q&A; AT&T, 10:30 to 11:45: yes. <your clinic> x < y > z ~ 5 == 5",
        "- one\n\n    more of one\n- two",
        "Heading\n=======\n\nText",
        "We're #1. Call #988? C# too.\n\n9. June",
    ],
)
def test_good_markdown_is_not(text: str) -> None:
    assert untaken(text) == []


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name)
def test_nor_are_the_site_s_own_texts(path: Path) -> None:
    assert untaken(path.read_text(encoding="utf-8").split("---\n", 2)[2]) == []


def test_lines_are_the_text_s() -> None:
    found = untaken("One\n**two.**three\n\n> four\n> ##five\n\nsix **\nseven <br>")
    assert [(one.code, one.line) for one in found] == [("bold", 2), ("heading", 5), ("bold", 7), ("html", 8)]


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_long(name: str) -> None:
    def named(text: str) -> None:
        assert len(untaken(text)) <= 200

    assert quick(named, name, MAX_LENGTH // 4)  # four times this may take sixteen times as long, and no longer
