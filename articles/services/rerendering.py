"""Making stored HTML anew after the renderer has changed. The words, and so their reviews, stay as they are."""

from dataclasses import asdict

from django.db import transaction

from articles.models import ArticleRevision, Question
from markup.rendering import render
from programs.models import Phase, ProgramPhase
from search.services import public_changed


@transaction.atomic
def rerender() -> int:
    """How many stored texts came out differently. Pages are rendered anew if any did."""
    changed = 0
    for revision in ArticleRevision.objects.iterator():
        rendered = render(revision.body)
        if revision.html != rendered.html:
            headings = [asdict(heading) for heading in rendered.headings]
            links = list(dict.fromkeys(link.href for link in rendered.links))
            ArticleRevision.objects.filter(pk=revision.pk).update(html=rendered.html, headings=headings, links=links)
            changed += 1
    for question in Question.objects.iterator():
        html = render(question.answer).html
        changed += Question.objects.filter(pk=question.pk).exclude(html=html).update(html=html)
    for phase in Phase.objects.iterator():
        html = render(phase.body).html
        changed += Phase.objects.filter(pk=phase.pk).exclude(html=html).update(html=html)
    for part in ProgramPhase.objects.exclude(description="").iterator():
        html = render(part.description).html
        changed += ProgramPhase.objects.filter(pk=part.pk).exclude(html=html).update(html=html)
    if changed:
        public_changed()
    return changed
