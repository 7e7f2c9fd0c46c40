"""Texts of the greatest length that make a careless parser slow, crash, or lose its way."""

import time
from collections.abc import Callable

from markup.rendering import MAX_LENGTH

_PICTURE = "/media/images/0123456789abcdef-1600x900.jpg"


def _fill(piece: str, tail: str = "") -> str:
    return (piece * (MAX_LENGTH // len(piece) + 1))[: MAX_LENGTH - len(tail)] + tail


def _numbered(pattern: str, tail: str = "") -> str:
    pieces: list[str] = []
    length, number = len(tail), 0
    while True:
        piece = pattern.format(n=number)
        if length + len(piece) > MAX_LENGTH:
            return "".join(pieces) + tail
        pieces.append(piece)
        length += len(piece)
        number += 1


def _both(opening: str, closing: str) -> str:
    count = MAX_LENGTH // (len(opening) + len(closing))
    return opening * count + closing * count


_REPEATED = (
    "[ ![ ( ) ] ]( [a]( [a][ [[]] [] []() ![]( ![]() ![[]]() \\ \\[ \\\\ ! * ** *** *a **a *a_b _ __ _a a_ "
    "*_ **_ ` `` `a < <a <a> <!-- <? <!A <a@ <http: <http://a> </ > >> >a | || |- -|- : :: ::: :::: ~ ~~~ "
    "``` # #a ## - -- + = == & &# &#x &amp &#1; &lt; &#x202e; { } $ % ^ [^ [^1 [^1] [^1]: [^999] [^1][^2] "
    "![[^1]] [[^1]](/a) a é 😀 \u202e \u0301 0. 1) 1"
).split(" ")
_LINES = (
    "- a||| - a||| - a\n  - b||| * ||| + - ||| 1. a|||1. - 1. |||- - - - - - - - - - - |||> a|||> > a|||"
    ">>>> a|||> - a|||- > a|||> ::: note|||- ::: note|||::: note|||::: note\n:::|||::: note x\na\n:::|||"
    ":::: note\n::: note|||::: warning\n- |||::: note\n> |||a\n: b|||a\n: - b|||a\n: ::: note|||a\n: > b|||"
    "a\n: b\n\n  c\n|||: a|||a\n: a\n: a|||a\n\n: b|||  a\n  : b|||a\n~ b|||# a|||# a\n## b|||a\n=|||a\n-|||"
    "---|||***||||||a|||b|||\n|||-|||-|||\n|||a\\|||b|||||||||\\||||||`|||`\n|||-|||-||||||```\na\n```|||~~~|||"
    "    a|||\ta|||`` a`|||[a]: b|||[a]: <b> 'c|||[a]: b\n'c|||[a\n|||![a\n|||a  |||a\\|||\\|||<a|||<div>|||"
    "<!--|||&|||*a|||**a\n|||_a_b|||`a|||[^1]: a|||[^1]: /a"
).split("|||")

# All of them are linear; these took longest when each was tried.
_SLOWEST_LINES = (
    "![",
    "[",
    "[^",
    "[^1",
    "[a][",
    "[a\n",
    "a\n: b",
    "a\n: - b",
    "a\n: a\n: a",
    ": a",
    "a\n~ b",
    "a\n: > b",
    "- a",
    "  - a",
    "- > a",
    "> - a",
    ">>>> a",
    "- ::: note",
    "> ::: note",
    "::: note\n> ",
    "a\n-",
    "a\n=",
    "#",
    "# a\n## b",
    "`\n",
    "_",
    "*_",
    "&",
    "<",
    ":",
    "-|-",
    "|-",
    "|a|b|\n|-|-|\n",
    "[a]: b",
    "[a]: b\n'c",
    "- - - - - - - - - - - ",
)

PIECES = (
    *_REPEATED,
    *_LINES,
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "\t",
    "word",
    _PICTURE,
    "[a]: /b",
    "::: note\n",
    ":::\n",
    "'",
    '"',
    "<http://a.b>",
    "&#12;",
    "&#11;",
    "&#xFFFE;",
    "\x0c",
    "\x0b",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\0",
)

TEXTS = {
    **{f"many {piece!r}": _fill(piece) for piece in _REPEATED},
    **{f"lines {piece!r}": _fill(piece + "\n") for piece in _SLOWEST_LINES},
    **{f"paragraphs {piece!r}": _fill(piece + "\n\n") for piece in (">>>> a", "> - a", "a\n: - b", "&", "\\")},
    **{
        f"{opening!r} then {closing!r}": _both(opening, closing)
        for opening, closing in (
            ("[", "]"),
            ("[", "](/a)"),
            ("![", "](/a)"),
            ("[", "][a]"),
            ("*", "*"),
            ("**", "**"),
            ("*a ", " a*"),
            ("**a ", " a**"),
            ("_a ", "a_ "),
            ("*_", "_*"),
            ("*a **b ", "c** d*"),
            ("`", "``"),
            ("(", ")"),
            ("<", ">"),
            ("[a](", ")"),
            ("[a](<", ">)"),
            ('[a](/b "', '")'),
            ("[*", "*]"),
            ("[`", "`]"),
            ("> ", "\n"),
            ("- ", "\n"),
            ("1. ", "a\n"),
            (": ", "a\n"),
            ("::: note\n", ":::\n"),
            ("[[^1]", "](/a)"),
        )
    },
    "code spans of every length": "".join("`" * n + " " for n in range(1, 350)),
    "code spans of every length, falling": "".join("`" * n + " " for n in range(349, 0, -1)),
    "emphasis of every length": "".join("*" * n + "a" for n in range(1, 344)),
    "emphasis of both kinds": "".join("*" * (n % 7 + 1) + "a" + "_" * (n % 5 + 1) for n in range(7000)),
    "emphasis that never closes, after letters": _fill("a**b"),
    "link definitions": _numbered("[{n}]: /{n}\n"),
    "link definitions with titles": _numbered("[{n}]: /{n} 'title {n}'\n"),
    "link definitions, unfinished title": _numbered("[{n}]: /{n} 'a\n"),
    "link definitions over lines": _numbered("[{n}]:\n/{n}\n'{n}'\n"),
    "one definition, many uses": _fill("[a]: /b\n\n", "")[:9] + _fill("[a]")[:-9],
    "one long address, many uses": "[a]: /" + "b" * 900 + "\n\n" + _fill("[a]")[:-910],
    "one very long address, many uses": "[a]: /" + "b" * 30_000 + "\n\n" + _fill("[a]")[:-30_010],
    "one long title, many uses": f"[a]: {_PICTURE} '" + "b" * 30_000 + "'\n\n" + _fill("![a]\n\n")[:-30_100],
    "one picture, many uses": f"[a]: {_PICTURE} 'c'\n\n" + _fill("![a]\n\n")[:-100],
    "nested brackets with a definition": "[a]: /b\n\n" + _both("[", "]")[10:-10],
    "brackets that a definition may follow": "[a]: /b\n\n" + _fill("[a[")[:-10],
    "long label": "[" + "a" * (MAX_LENGTH - 6) + "]: /b",
    "long address": "[a](/" + "b" * (MAX_LENGTH - 6) + ")",
    "long web address": "<http://" + "a." * 29_990 + ">",
    "long scheme": "<" + "a" * (MAX_LENGTH - 3) + ":>",
    "many addresses": _fill("[a](/b)"),
    "many web addresses": _fill("<http://a.b/>"),
    "many foreign hosts": _fill("<http://xn--a.b/>"),
    "many pictures": _fill(f"![]({_PICTURE})\n\n"),
    "many pictures in a line": _fill(f"![]({_PICTURE})"),
    "pictures in pictures": _both("![", f"]({_PICTURE})"),
    "one wide table": "|a" * 15_000 + "\n" + "|-" * 14_999,
    "one long table": "|a|b|\n|-|-|\n" + _fill("|a|b|\n")[:-20],
    "a table with many empty cells": "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "a\n" * 28_000,
    "a table of many columns, few cells": "|a" * 200 + "\n" + "|-" * 200 + "\n" + "a\n" * 29_500,
    "many tables of short rows": _fill("|a" * 250 + "\n" + "|-" * 250 + "\n" + "a\n" * 262 + "\n"),
    "wide tables without rows": _fill("|a" * 250 + "\n" + "|-" * 250 + "\n\n"),
    "many small tables": _fill("a|b\n-|-\nc|d\n\n"),
    "half tables": _fill("a|b\n-|\n"),
    "headings alike": _fill("# a\n"),
    "headings alike up to their end": _fill("# " + "a" * 70 + "\n"),
    "headings that look counted": _numbered("# a\n# a {n}\n"),
    "headings without letters": _fill("# ?\n"),
    "deep list": "".join("  " * n + "- a\n" for n in range(240)),
    "deep list, wide": "".join("  " * (n % 11) + "- a\n" for n in range(4000)),
    "deep quotes": "".join(">" * n + " a\n" for n in range(340)),
    "deep definition list": "".join("  " * n + "a\n" + "  " * n + ": b\n" for n in range(160)),
    "deep notices": "".join(":" * (n + 3) + " note\n" for n in range(330)),
    "deep notices, falling": "".join(":" * (333 - n) + " note\n" for n in range(330)),
    "notices in quotes, unclosed": _fill("> ::: note\n\n"),
    "notices in lists, unclosed": _fill("- ::: note\n  a\n"),
    "list items with empty lines": _fill("-\n\n"),
    "list items far apart": _fill("- a\n\n\n\n\n\n"),
    "lazy lines": "> a\n" + _fill("b\n")[:-4],
    "lazy list lines": "- a\n" + _fill("b\n")[:-4],
    "lazy definition lines": "a\n: b\n" + _fill("c\n")[:-6],
    "line ends": "\n" * MAX_LENGTH,
    "other line ends": "\r" * MAX_LENGTH,
    "spaces": " " * MAX_LENGTH,
    "spaces after a word": "a" + " " * (MAX_LENGTH - 1),
    "spaces in lines": _fill(" " * 100 + "\n"),
    "spaces between": _fill("a" + " " * 100),
    "spaces in code": "`" + " " * (MAX_LENGTH - 2) + "`",
    "tabs": "\t" * MAX_LENGTH,
    "hash then spaces": "# " + " " * (MAX_LENGTH - 4) + "#",
    "NUL": "\0" * MAX_LENGTH,
    "NUL between": _fill("a\0"),
    "lone surrogates": "\ud800" * MAX_LENGTH,
    "lone surrogates in an address": _fill("[a](/\udfff)"),
    "orders of reading": _fill("\u202e\u2066a\u2069"),
    "numbers of characters": _fill("&#9999999999;"),
    "named characters": _fill("&CounterClockwiseContourIntegral;"),
    "notices with long titles": "::: note " + "a" * (MAX_LENGTH - 10),
    "one word": "a" * MAX_LENGTH,
    "one letter words": _fill("a "),
    "hard breaks": _fill("a  \n"),
    "hidden code": _fill("    a\n\n"),
    "unclosed fence in lists": _fill("- ```\n"),
    "autolinks cut off": _fill("<http://a"),
    "mail cut off": _fill("<a@b"),
    "mail": _fill("<a@b.c>"),
    "unicode letters": _fill("ﷺ"),
    "unicode headings": _fill("# ﷺ\n"),
    "combining marks": "a" + "\u0301" * (MAX_LENGTH - 1),
    "line separators": _fill("a\u2028b\u2029")[: MAX_LENGTH // 2],
}


def quick(work: Callable[[str], object], name: str, length: int) -> bool:
    """Whether that much of the text takes less than a second of the processor.

    A text that only repeats itself is tried in an eighth and then in a fourth of the length first. One whose time
    grows with the square of its length, to two seconds in the end, takes a 32nd of a second and an eighth of one
    there. Whatever takes less is done.
    """
    text = TEXTS[name][:length]
    if _repeats(text) and any(_took(work, text[: length // part]) < 2 / part**2 for part in (8, 4)):
        return True
    # Tried again when it was long: what else this machine does is not the text's fault.
    return any(_took(work, text) < 1 for _ in range(3))


def _repeats(text: str) -> bool:
    """One short piece over and over, so that a part of it is as hostile as the whole."""
    period = text.find(text[:200], 1)
    return 0 < period <= 200 and text.startswith(text[period:])


def _took(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
