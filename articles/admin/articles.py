from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin.steps import take
from articles.admin.writing import Desk
from articles.desk import ready_to_publish, with_latest
from articles.models import Article, ArticleRevision
from articles.services.revising import words_of
from articles.services.saving import as_text
from markup.differences import compare
from review.waiting import SOON

State = ArticleRevision.State


class WhereFilter(admin.SimpleListFilter):
    title = _("where it stands")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return (
            (State.DRAFT, State.DRAFT.label),
            (State.SUBMITTED, State.SUBMITTED.label),
            (State.SENT_BACK, State.SENT_BACK.label),
            (State.REVIEWED, _("Reviewed, ready to publish")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("changed", _("Live, with a newer revision")),
            ("soon", _("Review due within 30 days")),
            ("overdue", _("Review overdue")),
            ("withdrawn", _("Withdrawn")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return queryset.filter(_where(value)) if value in dict(self.lookup_choices) else queryset


def _where(value: str | None) -> Q | Exists:
    """The condition for each choice. Revisions are asked first: few are under way, however many articles there are."""
    today = timezone.localdate()
    if value == "live":
        return Q(live_revision__isnull=False)
    if value == "withdrawn":
        return Q(withdrawn_on__isnull=False)
    if value == "overdue":
        return Q(live_revision__next_review_due__lt=today)
    if value == "soon":
        return Q(live_revision__next_review_due__range=(today, today + SOON))
    revisions = ArticleRevision.objects
    if value == "changed":
        return Exists(revisions.filter(article=OuterRef("pk"), number__gt=OuterRef("live_revision__number")))
    if value == "scheduled":
        return Q(pk__in=revisions.filter(publish_on__isnull=False).values("article"))
    if value == State.REVIEWED:
        return Q(pk__in=ready_to_publish().values("article"))
    return Q(pk__in=revisions.filter(state=value).values("article"))


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "where", "writer", "next_review_due")
    list_filter = (WhereFilter, "city", "phases", "tags")
    list_per_page = 50
    search_fields = ("slug", "revisions__title", "revisions__summary")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return with_latest(super().get_queryset(request)).select_related("live_revision")

    @admin.display(ordering="latest_title")
    def title(self, article: Any) -> str:
        return str(article.latest_title or article.slug)

    @admin.display(description=_("where it stands"), ordering="latest_state")
    def where(self, article: Any) -> str:
        if article.withdrawn_on:
            return str(_("Withdrawn"))
        if article.latest_publish_on:
            return str(_("Scheduled for %(day)s") % {"day": date_format(article.latest_publish_on)})
        if article.live_revision_id == article.latest_pk:
            return str(_("Live"))
        state = str(dict(State.choices).get(article.latest_state, ""))
        return str(_("Live; newer: %(state)s") % {"state": state}) if article.live_revision_id else state

    @admin.display(description=_("written by"))
    def writer(self, article: Any) -> str:
        return str(article.latest_writer_name or "—")

    @admin.display(description=_("next review due"), ordering="live_revision__next_review_due")
    def next_review_due(self, article: Article) -> Any:
        return article.live_revision.next_review_due if article.live_revision else None

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """An article is withdrawn, never deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:object_id>/compare/", wrap(self.compare_view), name="articles_article_compare"),
            path(
                "<int:object_id>/revisions/<int:revision_id>/<slug:step>/",
                wrap(require_POST(self.step_view)),
                name="articles_article_step",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": _("Articles"), **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return Desk(self.admin_site, request, None, may_write=True).answer()

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        article = self._article(request, object_id)
        return Desk(self.admin_site, request, article, self.has_change_permission(request)).answer()

    def step_view(self, request: HttpRequest, object_id: str, revision_id: int, step: str) -> HttpResponseBase:
        return take(request, self._article(request, object_id), revision_id, step)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._article(request, object_id)
        older, newer = (self._revision(article, request.GET.get(name, "")) for name in ("older", "newer"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revisions %(older)d and %(newer)d") % {"older": older.number, "newer": newer.number},
            "opts": self.opts,
            "article": article,
            "older": older,
            "newer": newer,
            "revisions": article.revisions.all(),
            "choices": (("older", _("From"), older.number), ("newer", _("to"), newer.number)),
            "lines": compare(as_text(words_of(older)), as_text(words_of(newer))),
            "live": article.live_revision_id,
        }
        return TemplateResponse(request, "admin/articles/article/compare.html", context)

    def _article(self, request: HttpRequest, object_id: str) -> Article:
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = Article.objects.filter(pk=object_id).first() if str(object_id).isdecimal() else None
        if article is None:
            raise Http404(_("There is no such article."))
        return article

    def _revision(self, article: Article, number: str) -> ArticleRevision:
        revision = article.revisions.filter(number=number).first() if number.isdecimal() else None
        if revision is None:
            raise Http404(_("Choose two revisions of this article to compare."))
        return revision
