"""Every field that an editor meets says what to do, in words that need no manual."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin

from articles.models import Wording
from programs.models import City, Facility, Phase
from tests.articles.making import make_article, make_live, make_person, make_question, make_tag, make_term
from tests.conftest import StaffClient
from tests.programs.proposed import make_program
from tests.programs.ranked import make_three

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db

FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*>")
NO_FIELD = ("hidden", "submit", "file", "radio")
# The steps beside an article ask in a sentence of their own, which is the label.
STEPS = ("because", "date")
JARGON = re.compile(r"slug|foreign|null|boolean|regex|URL|HTML|string|field\b|database|Markdown", re.IGNORECASE)


def without_help(html: str) -> list[str]:
    """Names of fields of the page's form whose help is not there, or not joined to them."""
    form = html.split('id="content-main"', 1)[1]
    ids = set(re.findall(r'id="([^"]+_helptext)"', form))
    lacking = []
    for tag in FIELD.findall(form):
        kind, name = re.search(r'type="(\w+)"', tag), re.search(r'name="([^"]+)"', tag)
        described = re.search(r'aria-describedby="([^"]+)"', tag)
        if not name or name[1].startswith("_") or (kind and kind[1] in NO_FIELD):
            continue
        if name[1] in STEPS and "_helptext" not in tag and 'id="id_' not in tag:
            continue
        alone = described and ids & set(described[1].split())
        # Boxes of one choice share the help of their group.
        group = re.sub(r"_\d+$", "", (re.search(r'id="([^"]+)"', tag) or ["", ""])[1])
        row = form.partition(f'field-{name[1]}"')[2].partition('class="form-row')[0]
        if (
            not alone
            and f"{group}_helptext" not in ids
            and not (kind and kind[1] == "checkbox" and 'class="help"' in row)
        ):
            lacking.append(name[1])
    return sorted(set(lacking))


def pages() -> list[str]:
    article, live = make_article("draft"), make_live("live")
    make_three()
    rows = {
        "articles/article": [article.pk, live.pk],
        "articles/question": [make_question("Why?").pk],
        "articles/term": [make_term().pk],
        "articles/tag": [make_tag("Naloxone").pk],
        "articles/person": [make_person("pat").pk],
        "articles/wording": [Wording.objects.earliest("pk").pk],
        "programs/facility": [Facility.objects.earliest("pk").pk],
        "programs/phase": [Phase.objects.earliest("pk").pk],
        "programs/city": [City.objects.earliest("pk").pk],
        "programs/program": [make_program().pk],
    }
    adds = ["article", "question", "term", "tag", "person", "wording", "correction"]
    changes = [f"{name}/{pk}/change/" for name, keys in rows.items() for pk in keys]
    return [*changes, *(f"articles/{name}/add/" for name in adds), "programs/program/add/", "programs/leftout/add/"]


def test_each_field_has_its_sentence_joined_to_it(staff: Staff) -> None:
    client = staff("site-manager")
    lacking = {}
    for path in pages():
        html = client.get(f"/admin/{path}").content.decode()
        if names := without_help(html.split("</main>")[0]):
            lacking[path] = names
    assert lacking == {}


def test_the_sentences_are_plain() -> None:
    ours = [model for model in admin.site._registry if model._meta.app_label in ("articles", "programs")]
    assert ours
    sentences = [str(field.help_text) for model in ours for field in model._meta.fields if field.help_text]
    assert [sentence for sentence in sentences if JARGON.search(sentence)] == []
    assert [sentence for sentence in sentences if not sentence.endswith((".", "?", "!"))] == []
