"""The pages behind Medicines, Paying and Families: what a reader who asks for one of them needs, in one place."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.doors import door
from articles.listing import List, heads, keys
from articles.models import Question, Tag
from search.kept import kept

MOST: Final = 12
QUESTIONS: Final = 8


@dataclass(frozen=True)
class Guide:
    """`tags` are addresses; one that a site does not have is left out. `narrows` is what the field looks for."""

    name: str
    title: str | Promise
    lead: str | Promise
    find: str | Promise
    tags: tuple[str, ...]
    door: str = ""
    narrows: tuple[tuple[str, str], ...] = ()


GUIDES: Final = {
    guide.name: guide
    for guide in (
        Guide(
            "medicines",
            _("Medicines for opioid use disorder"),
            _("Methadone, buprenorphine and naltrexone: what each does, how it starts, and where to get it."),
            _("Places near you that report methadone or buprenorphine."),
            ("buprenorphine", "methadone", "naltrexone"),
            narrows=(("medicine", "methadone"), ("medicine", "buprenorphine")),
        ),
        Guide(
            "paying",
            _("Paying for care"),
            _("With insurance, with Medicaid, or with nothing at all. Ask each place what you would pay."),
            _("Places near you that report free care or a fee by income."),
            ("paying-for-care",),
            door="uninsured",
            narrows=(("payment", "none"),),
        ),
        Guide(
            "families",
            _("For families and friends"),
            _("Someone you love uses opioids. What helps them, what helps you, and what to do in an overdose."),
            _("Places near them, with phone numbers."),
            ("families",),
            door="loved",
        ),
    )
}


@kept()
@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    found = GUIDES[name]
    tags = list(Tag.objects.filter(slug__in=found.tags).values_list("pk", flat=True))
    first = door(found.door) if found.door else None
    wanted = dict.fromkeys(key for tag in tags for key in keys(List.TAG, tag)[:MOST])
    if first:
        wanted.pop(first.pk, None)
    questions = Question.objects.published().filter(tags__in=tags).distinct()[:QUESTIONS] if tags else []
    context = {"guide": found, "first": first, "articles": heads(list(wanted))[:MOST], "questions": questions}
    return render(request, "pages/guide.html", context)
