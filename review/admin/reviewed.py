"""The list of a kind's rows, and the addresses of its pages. A kind's own admin says its form and what differs."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from markup.differences import compare
from review import finding
from review.admin.bulk import ACTIONS
from review.admin.filters import DueFilter, MineFilter, WaitsForFilter, WhereFilter
from review.admin.offers import answer
from review.admin.page import WordsPage
from review.forms import WordsForm
from review.kinds import Kind, kind_of
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.states import State
from search import desk

MOST_FOUND, MOST_LISTED = 1000, 5000


class ReviewedList(ChangeList):
    """First the keys, the newest of those that fit, and no more than a hundred pages of them: whoever looks for more
    narrows the list, or searches. Then the rows of one page, with what their columns say.
    """

    most = MOST_LISTED

    def get_results(self, request: HttpRequest) -> None:
        wanted = self.queryset.query.order_by
        keys = list(self.queryset.order_by("-pk").values_list("pk", flat=True)[: MOST_LISTED + 1])
        self.is_cut, keys = len(keys) > MOST_LISTED, keys[:MOST_LISTED]
        if keys and tuple(wanted) != ("-pk",):
            keys = list(self.root_queryset.filter(pk__in=keys).order_by(*wanted).values_list("pk", flat=True))
        self.paginator = Paginator(keys, self.list_per_page)
        self.can_show_all = len(keys) <= self.list_max_show_all
        self.multi_page = len(keys) > self.list_per_page
        if self.multi_page and not (self.show_all and self.can_show_all):
            try:
                shown: list[int] = list(self.paginator.page(self.page_num).object_list)
            except InvalidPage as error:
                raise IncorrectLookupParameters from error
        else:
            shown = keys
        rows = self.root_queryset.in_bulk(shown)
        self.result_list = [rows[key] for key in shown if key in rows]
        self.result_count, self.full_result_count = len(keys), None if self.query else len(keys)
        self.show_full_result_count, self.show_admin_actions = False, True


class ReviewedAdmin(admin.ModelAdmin[Any]):
    words_form: ClassVar[type[WordsForm]]
    page: ClassVar[type[WordsPage]] = WordsPage
    list_display: Any = ("title", "where", "writer", "next_review_due")
    list_filter: ClassVar[Any] = (WhereFilter, WaitsForFilter, MineFilter, DueFilter)
    list_per_page = 50
    ordering = ("-pk",)
    list_select_related: ClassVar[Any] = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # to count for each choice is to read all rows for each
    actions = ACTIONS
    # Django asks whether there is something to search by; what is asked is the desk's index.
    search_fields: ClassVar[Any] = ("pk",)
    search_help_text = gettext_lazy(
        "Searches titles, texts, sources and names, in the newest words and in those that readers see."
    )

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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReviewedList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        kind = self.kind
        newest = kind.revision._default_manager.filter(**{kind.revision.OWNER: OuterRef("pk")}).order_by("-number")
        fields = {"pk": "pk", "title": kind.title_path, "state": "state", "writer": "writer__name", "at": "publish_at"}
        latest = {f"latest_{name}": Subquery(newest.values(path)[:1]) for name, path in fields.items()}
        # Django takes no notice of `list_select_related` where anything is selected here.
        selected = ("live_revision", *self.list_select_related)
        found: QuerySet[Any] = super().get_queryset(request).annotate(**latest).select_related(*selected)
        return found

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """By the words, not by columns: 100,000 texts are not read for it."""
        if not search_term.strip():
            return queryset, False
        live = request.GET.get(WhereFilter.parameter_name) == "live"
        found = desk.subjects(search_term, finding.name_of(self.kind), MOST_FOUND, live=live)
        if len(found) == MOST_FOUND:
            said = _("A great many have these words. Only the %(n)d saved last were searched.")
            messages.info(request, said % {"n": MOST_FOUND})
        return queryset.filter(pk__in=found), False

    @admin.display(description=SafeString('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, obj: Any) -> SafeString:
        """As Django's, but named by what the list has read already: `str` would ask for each row's words again."""
        said = _("Select: %(title)s") % {"title": self.title(obj)}
        box = forms.CheckboxInput({"class": "action-select", "aria-label": said}, lambda value: False)
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

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
