"""What a small correction may change: spelling, and nothing that means something."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Any

MOST_AT_ONCE, MOST_SINCE_REVIEW = 5, 10
# Neither side of a change may be one of these, or nearly one: a pharmacist's list of look-alikes is long.
MEDICINES = frozenset(
    "methadone methadose dolophine diskets buprenorphine suboxone subutex zubsolv sublocade brixadi probuphine "
    "belbuca butrans bunavail naltrexone vivitrol revia naloxone narcan kloxxado zimhi nalmefene opvee lofexidine "
    "lucemyra clonidine tizanidine ondansetron loperamide heroin fentanyl oxycodone hydrocodone morphine codeine "
    "tramadol xylazine medetomidine nitazene benzodiazepine benzodiazepines alprazolam diazepam lorazepam "
    "gabapentin pregabalin alcohol acamprosate disulfiram kratom percocet vicodin oxycontin xanax valium klonopin "
    "clonazepam hydromorphone dilaudid methamphetamine cocaine carfentanil bupropion varenicline".split()
)
_UNITS = frozenset(
    "mg mcg µg ug g kg ml l mm cm iu milligram milligrams microgram micrograms gram grams milliliter milliliters "
    "pill pills tablet tablets film films strip strips dose doses hour hours day days week weeks month months "
    "year years times percent".split()
)
# Whatever takes the place of one of these, or stands where one was meant, is another advice.
_MEANINGS = frozenset(
    "not now no nor none never ever without neither cannot can cant dont wont before after until unless always only "
    "more less under over above below half quarter double twice once zero one two three four five six seven eight "
    "nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred hundreds thousand thousands million daily weekly monthly nightly hourly "
    "morning evening night today tonight tomorrow".split()
)
_MEANT = frozenset(word for word in _MEANINGS if len(word) > 4) | {"not"}
_TURNS = ("un", "in", "im", "il", "ir", "a", "an", "ab", "de", "re", "en", "ex", "up", "on")
_TOKEN = re.compile(
    r"https?://\S+|\S+@\S+|(?:[\w-]+\.)+(?:gov|org|com|net|edu|us|info|health|io)\b\S*"
    r"|\]\([^)\s]*\)|\[\^[^\]]*\]|\S*\d\S*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OWN = re.compile(r' (?:id|href)="#?[\w-]*"')
_PUNCTUATION = frozenset(".,;:!?…'\"“”‘’")


def why_not(kind: Any, corrected: Any, new: Any) -> str:
    """The code of the first thing in the new words that is not small; "" for a small correction."""
    old = kind.words_of(corrected)
    if not same_besides_spelling(kind, old, new):
        return "other-fields"
    if _skeleton(kind.derived(old)) != _skeleton(kind.derived(new)):
        return "structure"
    return texts_differ(
        kind.text_of(old),
        kind.text_of(new),
        lambda word: kind.stands_elsewhere(word, corrected.subject),
        already=_changed_since_review(kind, corrected),
    )


def _skeleton(derived: Any) -> list[str]:
    """The tags that words become: a blank near a star can make them others. A heading’s own id follows its words."""
    html = " ".join(str(value) for value in derived.values() if isinstance(value, str))
    return [_OWN.sub("", tag) for tag in re.findall(r"<[^>]*>", html)]


def same_besides_spelling(kind: Any, old: Any, new: Any) -> bool:
    before, after = dict(kind.all_of(old)), dict(kind.all_of(new))
    return all(before[name] == after[name] for name in before if name not in kind.spelled)


def texts_differ(old: dict[str, str], new: dict[str, str], known: Any, already: int = 0) -> str:
    changes: list[tuple[str, str]] = []
    for name, text in old.items():
        found = line_changes(text, new[name])
        if found is None:
            return "structure"
        changes += found
    if not changes and old != new:
        return ""  # blanks alone
    if not changes:
        return "no-change"
    if len(changes) > MOST_AT_ONCE or already + len(changes) > MOST_SINCE_REVIEW:
        return "too-many"
    here = Counter(word.casefold() for text in old.values() for word in _WORD.findall(text))
    return next((code for one, other in changes if (code := _why(one, other, here, known))), "")


def line_changes(old: str, new: str) -> list[tuple[str, str]] | None:
    """Pairs of what was and what is now, line by line; None where more than words and marks differ."""
    before, after = old.split("\n"), new.split("\n")
    if len(before) != len(after):
        return None
    found: list[tuple[str, str]] = []
    for one, other in zip(before, after, strict=True):
        if _margin(one) != _margin(other):
            return None
        pairs = _pairs(_TOKEN.findall(one), _TOKEN.findall(other))
        if pairs is None:
            return None
        found += pairs
    return found


def _margin(line: str) -> str:
    """What a line begins with decides what it is: a heading, a part of a list, code."""
    return line[: len(line) - len(line.lstrip())] if line.strip() else ""


def _pairs(old: list[str], new: list[str]) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        words, others = [t for t in old[a:b] if not _is_mark(t)], [t for t in new[c:d] if not _is_mark(t)]
        if len(words) != len(others):
            return None
        near = [*old[max(a - 1, 0) : a], *old[b : b + 1]]
        if any(_is_fixed(token) for token in (*words, *others)) or (words and any(_has_number(t) for t in near)):
            return None
        pairs = [(one, other) for one, other in zip(words, others, strict=True) if one != other]
        marks = [t for t in old[a:b] if _is_mark(t)] != [t for t in new[c:d] if _is_mark(t)]
        found += [*pairs, *([("", "")] if marks else [])]
    return found


def _is_mark(token: str) -> bool:
    return token in _PUNCTUATION


def _is_fixed(token: str) -> bool:
    """Numbers, doses, links, notes, hyphens and signs of Markdown stay as they are."""
    return not _WORD.fullmatch(token)


def _has_number(token: str) -> bool:
    return any(c.isdigit() for c in token)


def _why(old: str, new: str, here: Counter[str], known: Any) -> str:
    one, other = old.casefold(), new.casefold()
    if one == other:
        return ""
    if one in _UNITS or other in _UNITS:
        return "dose"
    if _is_medicine(one) or _is_medicine(other):
        return "medicine"
    if turns(one, other) or any(len(word) > 1 and word.isupper() for word in (old, new)):
        return "meaning"
    if here[one] > 1 or known(one):
        return "known-word"
    if not (here[other] or known(other)):
        return "unknown-word"
    return "" if distance(one, other) <= 2 else "too-far"


def turns(one: str, other: str) -> bool:
    """Whether one of two words may say the opposite of the other, or another number."""
    one, other = one.replace("’", "'"), other.replace("’", "'")
    if _MEANINGS.intersection((one, other)) or one.endswith("n't") != other.endswith("n't"):
        return True
    if len(one) > 2 and any(distance(one, word) <= 1 for word in _MEANT):
        return True
    long, short = sorted((one, other), key=len, reverse=True)
    return long.endswith(short) and long[: len(long) - len(short)] in _TURNS


def _is_medicine(word: str) -> bool:
    return len(word) > 3 and any(abs(len(word) - len(name)) <= 2 and distance(word, name) <= 2 for name in MEDICINES)


def distance(one: str, other: str) -> int:
    """How many letters are put in, taken out or changed."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def _changed_since_review(kind: Any, corrected: Any) -> int:
    """How many words earlier small corrections have changed since someone reviewed the whole."""
    count = 0
    while corrected.corrects_id:
        before = kind.text_of(kind.words_of(corrected.corrects))
        after = kind.text_of(kind.words_of(corrected))
        count += sum(len(line_changes(text, after[name]) or []) for name, text in before.items())
        corrected = corrected.corrects
    return count


def changed_words(kind: Any, revision: Any) -> str:
    """What a small correction changed, such as "cary → carry; teh → the". "" where it is blanks or marks alone."""
    old, new = (kind.text_of(kind.words_of(one)) for one in (revision.corrects, revision))
    pairs = [pair for name, text in old.items() for pair in line_changes(text, new[name]) or []]
    return "; ".join(f"{one} → {other}" for one, other in pairs if one)
