"""How long a text takes to read, and how many years of school it asks for.

textstat would be the usual part. It cannot be used here: it needs a word list that is downloaded when it first
runs. Hyphenation alone (pyphen) misses about one syllable in seven, which makes a text look two grades easier than
it is, so each piece between hyphens is counted by its vowels as well.

Both numbers are for plain text: take the Markdown or the HTML off first.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pyphen import Pyphen

WORDS_A_MINUTE = 265

# Quantifiers with a second plus give nothing back: that keeps every pattern here linear on any input.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++", re.IGNORECASE)
_WORD = re.compile(r"(?:\b[^\W\d_]\.){2,}+|\d++(?:[.,:]\d++)++|[^\W_]++(?:['’][^\W_]++)*+")
_MARKER = re.compile(r"(?:#{1,6}|[-*+•‣|]|\d{1,3}[.)])\s+|\|")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s|\Z)")
_AFTER_END = re.compile(r"[\W_]{0,20}+([^\W_]++)?")
_BEFORE_END = re.compile(r"[A-Za-z.]{1,12}\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]{1,2}\.)++[A-Za-z]{1,2}|[A-Za-z]")

_NEVER_ENDS = frozenset("approx ca cf dept dr e.g eg fig i.e ie mr mrs ms mt prof rep sen st vol vs".split())
_MAY_END = frozenset("co corp etc inc jr ltd sr".split())
_STARTERS = frozenset(
    "a all also an and as ask at but call do each every everyone find for go he her how i if in is it its many more "
    "most my no not of on one or our people she so some tell that the their then there these they this those to we "
    "what when where which who why with you your".split()
)

# A line of these lengths with no full stop was most likely wrapped, and its sentence goes on below it.
_WRAPPED = range(60, 131)

_VOWELS = re.compile(r"[aeiouy]+")
# Vowels that stand side by side and are spoken one after the other, as in "opioid" and "being".
_SPOKEN_APART = re.compile(
    r"(?<![tscgxln])i(?:a|o|um|us|en(?=[ct])|et)|(?<!p)eo(?!n)|ua(?=[tl])|[aeou]y?i(?=ng)|yi(?=ng)|ea(?=ti|\Z)|rea(?=te)"
)
_SILENT_ENDING = re.compile(r"(?<=[^aeiouytd])ed\Z|(?<=th)es\Z|(?<=[^aeiouysxzcgh])es\Z")
_SILENT_E = re.compile(r"(?<=[^aeiouy])e\Z")
_SPOKEN_LE = re.compile(r"[^aeiouyl]le\Z")


def words(text: str) -> int:
    """How many words a plain text has. Addresses do not count; "4.8" and "U.S." are one word each."""
    return len(_words(text))


def reading_minutes(words: int) -> int:
    """Whole minutes for that many words, never less than one."""
    return max(1, round(words / WORDS_A_MINUTE))


def grade(text: str) -> float | None:
    """The Flesch-Kincaid grade of an English plain text, or None if it has no sentence.

    A heading or a list item counts as a sentence when it is on a line of its own. The number is an estimate:
    half a grade up or down means nothing.
    """
    sentences = [found for sentence in _sentences(_ADDRESS.sub(" ", text)) if (found := _words(sentence))]
    if not sentences:
        return None
    total = sum(map(len, sentences))
    syllables = sum(_syllables(word[:40]) for sentence in sentences for word in sentence)
    return round(max(0.0, 0.39 * total / len(sentences) + 11.8 * syllables / total - 15.59), 1)


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESS.sub(" ", text))


def _sentences(text: str) -> Iterator[str]:
    for block in _blocks(text):
        start = 0
        for match in _SENTENCE_END.finditer(block):
            if _ends_sentence(block, match):
                yield block[start : match.end()]
                start = match.end()
        yield block[start:]


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, headings and list items, each in one string."""
    block: list[str] = []
    for line in map(str.strip, text.splitlines()):
        marker = _MARKER.match(line)
        if block and (marker or not line or len(block[-1]) not in _WRAPPED):
            yield " ".join(block)
            block = []
        if line:
            block.append(line[marker.end() :] if marker else line)
    if block:
        yield " ".join(block)


def _ends_sentence(block: str, end: re.Match[str]) -> bool:
    """Whether this full stop, question mark or the like closes a sentence, and not "Dr." or "in the U.S. today"."""
    after = _AFTER_END.match(block, end.end())
    following = (after and after.group(1)) or ""
    if not following:
        return True
    if following[0].islower():
        return False
    if not end.group().startswith(".") or end.group().startswith(".."):
        return True
    before = _BEFORE_END.search(block, max(0, end.start() - 12), end.start())
    abbreviation = before.group().lower() if before else ""
    if abbreviation in _NEVER_ENDS or (abbreviation == "no" and following[0].isdigit()):
        return False
    if abbreviation in _MAY_END or _INITIALS.fullmatch(abbreviation):
        return following.lower() in _STARTERS
    return True


@lru_cache(maxsize=1)
def _hyphenation() -> Pyphen:
    return Pyphen(lang="en_US")


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    word = re.sub(r"['’]s?\Z|['’]|(?<=ev)e(?=ry)", "", word.lower())
    hyphenation = _hyphenation()
    cuts = [0, *hyphenation.positions(word), len(word)]
    # pyphen remembers every word for ever; what is worth remembering is remembered here, with a limit.
    hyphenation.hd.cache.clear()
    pieces = [word[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]
    return sum(_spoken_vowels(piece, last=position == len(pieces)) for position, piece in enumerate(pieces, 1))


def _spoken_vowels(piece: str, *, last: bool) -> int:
    if last and len(_VOWELS.findall(piece)) > 1:
        piece = _SILENT_ENDING.sub("", piece)
    if len(_VOWELS.findall(piece)) > 1 and not _SPOKEN_LE.search(piece):
        piece = _SILENT_E.sub("", piece)
    return max(1, len(_VOWELS.findall(piece)) + len(_SPOKEN_APART.findall(piece)))
