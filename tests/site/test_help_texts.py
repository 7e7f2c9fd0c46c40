"""Every field that an editor meets says what to do, in words that need no manual."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib import admin

from articles.models import Correction, Wording
from articles.readability import grade
from contact.models import Recipient
from facilities.models import City, Facility
from facilities.services.problems import report_problem
from facilities.services.rankings import leave_out
from programs.models import Phase
from rehabsite.models import User
from tests.articles.making import make_article, make_live, make_person, make_question, make_tag, make_term
from tests.conftest import StaffClient
from tests.facilities.ranked import make_three
from tests.programs.proposed import make_program

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db

FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
NO_FIELD = ("hidden", "submit", "file", "radio")
# The steps beside an article ask in a sentence of their own, which is the label.
STEPS = ("because", "date")
MOST_GRADE = 8
HELP = re.compile(r'<(?:div|p|span) class="help"[^>]*>(.*?)</(?:div|p|span)>', re.DOTALL)
JARGON = re.compile(r"slug|foreign|null|boolean|regex|URL|HTML|string|field\b|database|Markdown", re.IGNORECASE)


def without_help(form: str) -> list[str]:
    """Names of fields of the page's form whose help is not there, or not joined to them."""
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


def pages() -> dict[str, list[str]]:
    """Every form of the admin, by the role that fills it in."""
    article, live = make_article("draft"), make_live("live")
    make_three()
    oak = Facility.objects.get(slug="oak")
    left_out = leave_out(by=None, facility=oak, reason="It moves.")
    report = report_problem(facility=oak, said="It has moved.", address="203.0.113.9")
    rows = {
        "articles/article": [article.pk, live.pk],
        "articles/question": [make_question("Why?").pk],
        "articles/term": [make_term().pk],
        "articles/tag": [make_tag("Naloxone").pk],
        "review/person": [make_person("pat").pk],
        "articles/wording": [Wording.objects.earliest("pk").pk],
        "articles/correction": [Correction.objects.create(article=live, was="One.", now="Two.").pk],
        "facilities/facility": [oak.pk],
        "programs/phase": [Phase.objects.earliest("pk").pk],
        "facilities/city": [City.objects.earliest("pk").pk],
        "programs/program": [make_program().pk],
        "facilities/leftout": [left_out.pk],
        "facilities/problemreport": [report.pk],
        "rehabsite/user": [User.objects.create_user("somebody", is_staff=True).pk],
    }
    adds = ["articles/article", "articles/question", "articles/term", "articles/tag", "review/person"]
    adds += ["articles/wording", "articles/correction", "programs/program", "facilities/leftout", "facilities/city"]
    changes = [f"{name}/{pk}/change/" for name, keys in rows.items() for pk in keys]
    told = Facility.objects.get(slug="harbor")
    recipient = Recipient.objects.create(facility=told, webhook="https://hooks.example.org/")
    return {
        "site-manager": [
            *changes,
            *(f"{name}/add/" for name in (*adds, "rehabsite/user")),
            f"programs/program/{rows['programs/program'][0]}/place/",
            "password_change/",
        ],
        "intake": [
            f"contact/recipient/{recipient.pk}/change/",
            f"contact/recipient/add/?facility={oak.pk}",
            "contact/inquiry/",
            "contact/consenttext/add/",
        ],
    }


@pytest.fixture
def forms(staff: Staff) -> dict[str, str]:
    """What is in the middle of each page, by its address."""
    return {
        path: client.get(f"/admin/{path}").content.decode().split("</main>")[0].split('id="content-main"', 1)[1]
        for role, paths in pages().items()
        for client in [staff(role)]
        for path in paths
    }


def test_each_field_has_a_plain_sentence_joined_to_it(forms: dict[str, str]) -> None:
    """Whole sentences, without a programmer's word, and no harder to read than the site's own pages."""
    assert {path: names for path, form in forms.items() if (names := without_help(form))} == {}
    ours = [model for model in admin.site._registry if model._meta.app_label in ("articles", "contact", "programs")]
    sentences = {str(field.help_text) for model in ours for field in model._meta.fields if field.help_text}
    for form in forms.values():
        sentences |= {" ".join(unescape(TAG.sub(" ", text)).split()) for text in HELP.findall(form)}
    sentences.discard("")
    assert len(sentences) > 80
    assert [sentence for sentence in sentences if JARGON.search(sentence)] == []
    assert [sentence for sentence in sentences if not sentence.endswith((".", "?", "!"))] == []
    hard = {sentence: found for sentence in sentences if (found := grade(sentence) or 0) > MOST_GRADE}
    assert hard == {}
