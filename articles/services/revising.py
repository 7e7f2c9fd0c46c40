"""Revisions. Nothing is ever overwritten: each save that changes the words adds a row."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.front_matter import normal_text
from articles.models import Article, ArticleRevision, Person, Source
from articles.readability import grade, reading_minutes
from markup.characters import one_line
from markup.rendering import render
from review.refusals import Refused

UNDER_WAY = (ArticleRevision.State.DRAFT, ArticleRevision.State.SUBMITTED, ArticleRevision.State.SENT_BACK)


def several_lines(text: str) -> str:
    """Line ends and outer blank lines differ between browsers and files; that is no change of the words."""
    return normal_text(text)


@dataclass(frozen=True)
class SourceWords:
    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    checked_on: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "publisher", one_line(self.publisher))


@dataclass(frozen=True)
class Words:
    """All that one revision says. Sources are in the order in which the text numbers them."""

    title: str
    body: str
    summary: str = ""
    writer: Person | None = None
    sources: Sequence[SourceWords] = ()

    def __post_init__(self) -> None:
        """Two that say the same are equal, and each can be written to a file and read from it unchanged."""
        object.__setattr__(self, "title", one_line(self.title))
        object.__setattr__(self, "summary", one_line(self.summary))
        object.__setattr__(self, "body", several_lines(self.body))
        object.__setattr__(self, "sources", tuple(self.sources))


def words_of(revision: ArticleRevision) -> Words:
    return Words(
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        writer=revision.writer,
        sources=tuple(
            SourceWords(source.title, source.publisher, source.year, source.url, source.checked_on)
            for source in revision.sources.all()
        ),
    )


def add_revision(*, article: Article, words: Words, by: AbstractUser | None, note: str) -> ArticleRevision:
    """A new draft on top. What was under way before is replaced by it. The caller has the article locked."""
    latest = article.latest
    article.revisions.filter(state__in=UNDER_WAY).update(state=ArticleRevision.State.REPLACED)
    rendered = render(words.body)
    revision = ArticleRevision.objects.create(
        article=article,
        number=latest.number + 1 if latest else 1,
        title=words.title,
        summary=words.summary,
        body=words.body,
        html=rendered.html,
        headings=[asdict(heading) for heading in rendered.headings],
        links=list(dict.fromkeys(link.href for link in rendered.links)),
        words=rendered.words,
        reading_minutes=reading_minutes(rendered.words),
        grade=grade(rendered.text),
        writer=words.writer,
        saved_by_id=by.pk if by else None,
        change_note=note,
    )
    Source.objects.bulk_create(
        Source(revision=revision, position=position, **asdict(source))
        for position, source in enumerate(words.sources, start=1)
    )
    return revision


@transaction.atomic
def start_review_again(*, article: Article, by: AbstractUser) -> ArticleRevision:
    """A copy of the live revision, to be reviewed anew when the review is due and the words may still be right."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    live, latest = article.live_revision, article.latest
    if not by.has_perm("articles.submit_article"):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    if not live or not latest:
        raise Refused("not-live", _("Only a live article can be reviewed again."))
    if latest.state in UNDER_WAY:
        raise Refused("under-way", _("A newer revision is already under way. Hand that one in for review."))
    return add_revision(article=article, words=words_of(live), by=by, note=_("Review again"))
