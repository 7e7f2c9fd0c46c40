"""What an editor's Markdown becomes on the page."""

import re

import pytest
from django.template import Context, Engine

from markup.characters import tidy
from markup.rendering import MAX_LENGTH, Heading, ImageUse, Link, Rendered, TextTooLong, absolute, render, stored

PICTURE = "/media/images/0123456789abcdef-1200x800.jpg"


def html(text: str) -> str:
    return str(render(text)).strip()


def test_it_works() -> None:
    assert html("**Call** them.") == "<p><strong>Call</strong> them.</p>"


def test_a_template_prints_it_as_html_and_its_parts_as_text() -> None:
    template = Engine().from_string("{{ text }}{{ text.html }}")
    assert (
        template.render(Context({"text": render("*a*")}))
        == "<p><em>a</em></p>\n&lt;p&gt;&lt;em&gt;a&lt;/em&gt;&lt;/p&gt;\n"
    )


def test_stored_html_is_printed_as_it_is() -> None:
    assert Engine().from_string("{{ text }}").render(Context({"text": stored("<p>a</p>")})) == "<p>a</p>"


class TestHeadings:
    def test_the_pages_title_stays_the_only_h1(self) -> None:
        assert html("# One\n\n## Two\n\n#### Four") == (
            '<h2 id="s-one">One</h2>\n<h2 id="s-two">Two</h2>\n<h4 id="s-four">Four</h4>'
        )

    def test_a_contents_list_gets_the_upper_two_levels(self) -> None:
        rendered = render("## What *it* is[^1]\n\n### Costs & `fees`\n\n#### Small")
        assert rendered.headings == (
            Heading(2, "s-what-it-is", "What it is"),
            Heading(3, "s-costs-fees", "Costs & fees"),
        )
        assert [heading.level for heading in rendered.outline] == [2, 3, 4]

    @pytest.mark.parametrize(
        "text",
        ["# a\n# a\n# a", "# a\n# a 2\n# a", "# a 2\n# a\n# a", "# " + "a" * 70 + "\n# " + "a" * 70, "# ?\n# !"],
    )
    def test_no_two_have_one_id(self, text: str) -> None:
        ids = [heading.id for heading in render(text).headings]
        assert len(set(ids)) == len(ids) == text.count("#")

    def test_an_empty_one_is_left_out(self) -> None:
        assert render("#\n\ntext").outline == ()
        assert html("#\n\ntext") == "<p>text</p>"


class TestLinks:
    def test_those_to_other_sites_hand_over_nothing(self) -> None:
        assert html("[a](https://example.org/?b=1&c)") == (
            '<p><a href="https://example.org/?b=1&amp;c" rel="noopener">a</a></p>'
        )

    @pytest.mark.parametrize("href", ["/articles/a/", "#s-costs", "mailto:a@example.org", "tel:1-800-662-4357"])
    def test_pages_mail_and_telephones(self, href: str) -> None:
        assert html(f"[a]({href})") == f'<p><a href="{href}">a</a></p>'

    @pytest.mark.parametrize(
        "href",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,a",
            "vbscript:a",
            "file:///etc/passwd",
            "ftp://a.b/",
            "//example.org/",
            "www.example.org",
            "page.html",
            "?page=2",
            "http://",
            "http://[::1",
            "https://a b/",
            "http://user@example.org/",
            "http://999.999.999.999/",
            "http://a.b:99999/",
            "http://xn--a.org/",
            "tel:",
            "mailto:a",
        ],
    )
    def test_every_other_address_stays_words_and_is_named_to_the_writer(self, href: str) -> None:
        rendered = render(f"x\n[words](<{href}>)")
        assert "<a" not in rendered.html
        assert "words" in rendered.html
        assert rendered.links == ()
        assert [link.line for link in rendered.refused] == [2]

    def test_a_backslash_leads_to_no_other_site(self) -> None:
        assert 'href="/%5Cexample.org"' in html("[a](</\\example.org>)")

    def test_their_lines(self) -> None:
        rendered = render("[a](/a)\n\nsome\nwords [b](/b)\n\n- one\n- [c](/c)")
        assert rendered.links == (Link("/a", 1), Link("/b", 4), Link("/c", 7))

    def test_one_without_words_shows_its_address(self) -> None:
        assert html("[](/articles/)") == '<p><a href="/articles/">/articles/</a></p>'


class TestCitations:
    def test_each_leads_to_its_source_and_the_first_can_be_led_back_to(self) -> None:
        assert html("a[^2] b[^2]") == (
            '<p>a<sup class="cite"><a href="#source-2" id="cite-2" aria-label="Source 2">[2]</a></sup>'
            ' b<sup class="cite"><a href="#source-2" aria-label="Source 2">[2]</a></sup></p>'
        )

    def test_their_numbers_in_order_of_first_use(self) -> None:
        assert render("a[^3] b[^1]\n\n- c[^3]\n\n`[^9]` \\[^8]").citations == (3, 1)

    @pytest.mark.parametrize("text", ["[^0]", "[^x]", "[^1000]", "[^]", "[^-1]", "[^1\n]", "[^²]"])
    def test_anything_else_is_words(self, text: str) -> None:
        assert render(text).citations == ()

    def test_none_stands_in_a_link(self) -> None:
        assert html("[a[^1]](/b)").count("<a ") == html("[a **[^1]** ![[^1]](/c)](/b)").count("<a ") == 1


class TestPictures:
    def test_one_on_its_own_is_a_figure_in_all_its_sizes(self) -> None:
        text = html(f'![A "door"]({PICTURE} "The *clinic* <1>")')
        assert text.startswith('<figure><picture><source type="image/webp" srcset="')
        assert re.findall(r"[-\dx]+\.webp \d+w", text) == [
            "-1200x800-480.webp 480w",
            "-1200x800-960.webp 960w",
            "-1200x800.webp 1200w",
        ]
        for part in (
            f'src="{PICTURE}"',
            'alt="A &quot;door&quot;"',
            'width="1200"',
            'height="800"',
            'loading="lazy"',
            'decoding="async"',
        ):
            assert part in text
        assert text.endswith("</picture><figcaption>The *clinic* &lt;1&gt;</figcaption></figure>")

    def test_one_among_words_is_no_figure(self) -> None:
        assert "<figure" not in html(f"see ![a]({PICTURE})")

    def test_one_with_transparent_parts_falls_back_to_png(self) -> None:
        assert html("![](/media/images/0123456789abcdef-400x300.png)").count(".png") == 2

    @pytest.mark.parametrize(
        "src",
        [
            "https://example.org/a.png",
            "//example.org/a.png",
            "data:image/png;base64,AAAA",
            "/static/a.png",
            "a.png",
            "/media/images/../a.png",
            "/media/images/0123456789abcdef-1200x800.svg",
            "/media/images/0123456789ABCDEF-1200x800.jpg",
            "/media/images/0123456789abcdef-0x800.jpg",
            PICTURE + "?a",
            PICTURE + "#a",
            "http://127.0.0.1:8000" + PICTURE,
            PICTURE[:-4] + ".webp",
            "/media/images/0123456789abcdef-1200x800-480.jpg",
        ],
    )
    def test_every_other_address_becomes_its_description(self, src: str) -> None:
        rendered = render(f"![a *door*]({src})")
        assert rendered.html == "<p>a door</p>\n"
        assert rendered.images == ()
        assert [link.line for link in rendered.refused] == [1]

    def test_which_are_used_and_what_is_said_of_them(self) -> None:
        rendered = render(f"a\n\n![]({PICTURE})\n\nb\n![c *d*]({PICTURE})")
        assert rendered.images == (ImageUse(PICTURE, "", 3), ImageUse(PICTURE, "c d", 6))


class TestBlocks:
    def test_a_table_scrolls_on_its_own_and_names_its_columns(self) -> None:
        text = html("|a|b|c|\n|-|:-:|-:|\n|1|2|3|")
        assert text.startswith('<div class="table"><table>')
        assert '<th scope="col">a</th>' in text
        assert '<td class="align-center">2</td>' in text
        assert '<td class="align-end">3</td>' in text
        assert "style" not in text

    @pytest.mark.parametrize(
        ("name", "opening"),
        [
            ("note", ' role="note"><p class="notice-title">Good to know</p>'),
            ("warning", ' role="note"><p class="notice-title">Warning</p>'),
            ("stay-alive", '><h2 id="s-this-can-save-a-life" class="notice-title">This can save a life</h2>'),
        ],
    )
    def test_notices(self, name: str, opening: str) -> None:
        assert html(f"::: {name}\na\n:::") == f'<div class="notice notice-{name}"{opening}\n<p>a</p>\n</div>'

    def test_a_notice_may_have_its_own_title(self) -> None:
        assert '<p class="notice-title">Call 911 &lt;now&gt;</p>' in html("::: warning Call 911 <now>\na\n:::")

    def test_another_name_makes_no_notice(self) -> None:
        assert "notice" not in html("::: script\na\n:::")

    def test_definitions(self) -> None:
        assert html("Naloxone\n: A medicine") == "<dl>\n<dt>Naloxone</dt>\n<dd>A medicine</dd>\n</dl>"

    @pytest.mark.parametrize("opening", ["> ", "- ", "1. ", "> - ", "- > ", ": ", "a\n: ", "::: note\n> "])
    def test_no_word_is_lost_however_deep_it_stands(self, opening: str) -> None:
        assert "word" in html("a\n" + opening * 40 + "word\n\nlast")
        assert "word" in html("".join("  " * n + "- a\n" for n in range(40)) + "  " * 40 + "word\n")
        assert "last" in html("a\n" + opening * 40 + "word\n\nlast")

    def test_html_is_shown_as_typed(self) -> None:
        assert html("<b>a</b>") == "<p>&lt;b&gt;a&lt;/b&gt;</p>"


class TestWords:
    def test_those_that_readers_read(self) -> None:
        rendered = render(
            f'# Two *wo*rds\n\nand[^1] [three](/not/these/)  \nmore – `x`\n\n![not these]({PICTURE} "one caption")'
        )
        assert rendered.text == "Two words\nand three more – x\n\none caption"
        assert rendered.words == 8

    def test_of_nothing(self) -> None:
        assert (render("").html, render("").words) == ("", 0)


class TestCharacters:
    @pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "a\x0bb", "a\u202eb", "a\ufffeb", "\ufeffa b", "a\x7fb"])
    def test_what_must_not_be_shown_is_not_and_no_words_grow_together(self, text: str) -> None:
        assert html(text).split() == ["<p>a", "b</p>"]

    @pytest.mark.parametrize("entity", ["&#12;", "&#x202e;", "&#x2066;", "&#xfffe;"])
    def test_nor_does_it_come_in_by_its_number(self, entity: str) -> None:
        rendered = render(f"# a{entity}b\n\n![a{entity}b]({PICTURE} 'a{entity}b')")
        assert entity not in rendered.html
        for words in (rendered.html, rendered.text, rendered.outline[0].text, rendered.images[0].alt):
            assert tidy(words) == words

    @pytest.mark.parametrize("number", ["150", "0150", "x96", "X096"])
    def test_the_numbers_of_windows_1252_are_what_it_means(self, number: str) -> None:
        rendered = render(f"# 10&#{number};20\n\n![10&#{number};20]({PICTURE} '10&#{number};20')")
        assert rendered.outline[0].text == "10–20"
        assert rendered.images[0].alt == "10–20"
        assert "<figcaption>10–20</figcaption>" in rendered.html

    @pytest.mark.parametrize("number", [*range(32), *range(127, 160), 0x200B, 0x2028, 0xFEFF, 0xD800])
    def test_no_number_lets_two_numbers_grow_together(self, number: int) -> None:
        for reference in (f"&#{number};", f"&#x{number:x};"):
            rendered = render(f"10{reference}20")
            assert "1020" not in rendered.html
            assert "1020" not in rendered.text


class TestLength:
    def test_the_longest_text_is_rendered(self) -> None:
        assert len(render("a" * MAX_LENGTH).html) > MAX_LENGTH

    def test_a_longer_one_is_refused_with_a_sentence(self) -> None:
        with pytest.raises(TextTooLong, match="64,001 characters; the most is 64,000") as refusal:
            render("a" * (MAX_LENGTH + 1))
        assert refusal.value.code == "text-too-long"

    def test_a_browsers_line_ends_count_once(self) -> None:
        assert isinstance(render("\r\n" * MAX_LENGTH), Rendered)


class TestAbsolute:
    def make(self, text: str) -> str:
        return absolute(render(text).html, site="https://example.org/", page="https://example.org/articles/a/")

    def test_pages_parts_and_pictures(self) -> None:
        text = self.make(f"[a](/b?c=1&d) [e](#s-f) [g](https://h.org/)[^1]\n\n![i]({PICTURE})")
        assert 'href="https://example.org/b?c=1&amp;d"' in text
        assert 'href="https://example.org/articles/a/#s-f"' in text
        assert 'href="https://example.org/articles/a/#source-1"' in text
        assert 'href="https://h.org/"' in text
        assert f'src="https://example.org{PICTURE}"' in text
        assert not re.search(r'(href="[/#]|[ "]/media)', text)

    def test_words_that_look_like_an_address_stay(self) -> None:
        assert 'href="/b"' in self.make('`<a href="/b">`')
