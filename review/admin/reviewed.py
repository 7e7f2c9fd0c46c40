"""The list of a kind's rows, and the addresses of its pages. A kind's own admin says its form and what differs."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from markup.differences import compare
from review.admin.offers import answer
from review.admin.page import WordsPage
from review.forms import WordsForm
from review.kinds import Kind, kind_of
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.states import State
from review.waiting import SOON, ready_to_publish


class WhereFilter(admin.SimpleListFilter):
    title = gettext_lazy("where it is")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        states = (State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.CORRECTION)
        return (
            *((state.value, state.label) for state in states),
            (State.REVIEWED.value, gettext_lazy("Reviewed, ready to publish")),
            ("scheduled", gettext_lazy("Scheduled")),
            ("live", gettext_lazy("Live")),
            ("changed", gettext_lazy("Live, with a newer revision")),
            ("soon", gettext_lazy("Review due within 30 days")),
            ("overdue", gettext_lazy("Review overdue")),
            ("withdrawn", gettext_lazy("Withdrawn")),
            ("archived", gettext_lazy("In the archive")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in dict(self.lookup_choices):
            return queryset.filter(archived_on=None)
        return queryset.filter(_where(kind_of(queryset.model), str(value)))


def _where(kind: Kind, value: str) -> Q | Exists:
    """The condition for each choice. Revisions are asked first: few are under way, however many rows there are."""
    today = timezone.localdate()
    plain = {
        "live": Q(live_revision__isnull=False),
        "withdrawn": Q(withdrawn_on__isnull=False),
        "archived": Q(archived_on__isnull=False),
        "overdue": Q(live_revision__next_review_due__lt=today),
        "soon": Q(live_revision__next_review_due__range=(today, today + SOON)),
    }
    if value in plain:
        return plain[value]
    owner, revisions = kind.revision.OWNER, kind.revision._default_manager
    if value == "changed":
        return Exists(revisions.filter(**{owner: OuterRef("pk")}, number__gt=OuterRef("live_revision__number")))
    if value == "scheduled":
        found = revisions.filter(publish_at__isnull=False)
    elif value == State.REVIEWED:
        found = ready_to_publish(kind)
    else:
        found = revisions.filter(state=value)
    return Q(pk__in=found.values(owner))


class ReviewedAdmin(admin.ModelAdmin[Any]):
    words_form: ClassVar[type[WordsForm]]
    page: ClassVar[type[WordsPage]] = WordsPage
    list_display: Any = ("title", "where", "writer", "next_review_due")
    list_filter: ClassVar[Any] = (WhereFilter,)
    list_per_page = 50
    ordering = ("-pk",)

    @property
    def kind(self) -> Kind:
        return kind_of(self.model)

    def create(self, form: WordsForm, words: Any, by: Any) -> Any:
        raise NotImplementedError

    def place_lines(self, subject: Any) -> str:
        return ""

    def preview_url(self, revision: Any) -> str:
        return ""

    def besides(self, subject: Any) -> dict[str, Any]:
        return {}

    def add_title(self) -> str:
        return _("Add: %(name)s") % {"name": self.kind.name}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(map(request.user.has_perm, (WRITE, EDIT, REVIEW, PUBLISH)))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(WRITE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is withdrawn or archived, never deleted."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        kind = self.kind
        newest = kind.revision._default_manager.filter(**{kind.revision.OWNER: OuterRef("pk")}).order_by("-number")
        fields = {"pk": "pk", "title": kind.title_path, "state": "state", "writer": "writer__name", "at": "publish_at"}
        latest = {f"latest_{name}": Subquery(newest.values(path)[:1]) for name, path in fields.items()}
        found: QuerySet[Any] = super().get_queryset(request).annotate(**latest).select_related("live_revision")
        return found

    @admin.display(ordering="latest_title", description=gettext_lazy("title"))
    def title(self, row: Any) -> str:
        return str(row.latest_title or row.slug)

    @admin.display(description=gettext_lazy("where it is"), ordering="latest_state")
    def where(self, row: Any) -> str:
        if row.archived_on:
            return _("In the archive")
        if row.withdrawn_on:
            return _("Withdrawn")
        if row.latest_at:
            when = date_format(timezone.localtime(row.latest_at), "DATETIME_FORMAT")
            return _("Scheduled for %(when)s") % {"when": when}
        if row.live_revision_id and row.live_revision_id == row.latest_pk:
            return _("Live")
        state = str(dict(State.choices).get(row.latest_state, "—"))
        return _("Live; newer: %(state)s") % {"state": state} if row.live_revision_id else state

    @admin.display(description=gettext_lazy("written by"))
    def writer(self, row: Any) -> str:
        return str(row.latest_writer or "—")

    @admin.display(description=gettext_lazy("next review due"), ordering="live_revision__next_review_due")
    def next_review_due(self, row: Any) -> Any:
        return row.live_revision.next_review_due if row.live_revision else None

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, self.kind.admin.removeprefix("admin:")
        step = wrap(require_POST(self.step_view))
        return [
            path("<int:object_id>/compare/", wrap(self.compare_view), name=f"{name}_compare"),
            path("<int:object_id>/revisions/<int:revision_id>/<slug:step>/", step, name=f"{name}_step"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        title = self.kind.names[:1].upper() + self.kind.names[1:]
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.page(self, request, None, may_write=True).answer()

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        subject = self.subject(request, object_id)
        return self.page(self, request, subject, may_write=self.has_change_permission(request)).answer()

    def step_view(self, request: HttpRequest, object_id: int, revision_id: int, step: str) -> HttpResponseBase:
        return answer(request, self.subject(request, object_id), revision_id, step)

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        subject, kind = self.subject(request, object_id), self.kind
        older, newer = (self._revision(subject, request.GET.get(name, "")) for name in ("older", "newer"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revisions %(older)d and %(newer)d") % {"older": older.number, "newer": newer.number},
            "opts": self.opts,
            "subject": subject,
            "named": kind.title(newer),
            "revisions": subject.revisions.all(),
            "choices": (("older", _("From"), older.number), ("newer", _("to"), newer.number)),
            "lines": compare(kind.lines(kind.words_of(older)), kind.lines(kind.words_of(newer))),
            "change_url": f"{kind.admin}_change",
            "list_url": f"{kind.admin}_changelist",
        }
        return TemplateResponse(request, "admin/review/compare.html", context)

    def subject(self, request: HttpRequest, object_id: Any) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = str(object_id)
        known = self.model._default_manager.all()
        found = known.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        if found is None:
            raise Http404(_("There is nothing at this address."))
        return found

    def _revision(self, subject: Any, number: str) -> Any:
        found = subject.revisions.filter(number=number).first() if number.isdecimal() and len(number) < 9 else None
        if found is None:
            raise Http404(_("Choose two revisions to compare."))
        return found
