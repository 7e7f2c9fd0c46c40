"""The page where words of a phase or a program are written and reviewed, and its buttons and preview."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from markup.differences import compare
from programs.admin.proposal_forms import WordsForm, labels
from programs.admin.proposal_steps import STEPS, StepForm, offers, take
from programs.models import Proposal
from programs.proposal_fields import Words, as_text
from programs.services.proposals import PROPOSE, Stale, Target, proposals_of, propose, words_newest, words_shown
from review.refusals import Refused

TEMPLATE = "admin/programs/words/write.html"


class WordsAdmin(admin.ModelAdmin[Any]):
    """For rows whose words change by proposals. The class that inherits says how a form and a preview are made."""

    def form_for(self, words: Words, data: Any, base: int) -> WordsForm:
        raise NotImplementedError

    def preview(self, request: HttpRequest, target: Target, words: Words) -> HttpResponse:
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        key = {str(self.opts.model_name): OuterRef("pk")}
        newest = Proposal.objects.filter(**key).order_by("-pk").values("state")
        found: QuerySet[Any] = super().get_queryset(request).annotate(newest_state=Subquery(newest[:1]))
        return found

    @admin.display(description=_("newest words"))
    def newest(self, target: Any) -> str:
        return str(dict(Proposal.State.choices).get(target.newest_state, "—"))

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, f"programs_{self.opts.model_name}"
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<int:pk>/step/<slug:step>/", wrap(require_POST(self.step_view)), name=f"{name}_step"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        target = self._target(request, object_id)
        by = cast(AbstractUser, request.user)
        newest = proposals_of(target).first()
        if request.method != "POST" or not by.has_perm(PROPOSE):
            form = self.form_for(words_newest(target), None, newest.pk if newest else 0)
            return self._page(request, target, form, status=403 if request.method == "POST" else 200)
        form = self.form_for(words_newest(target), request.POST, 0)
        if not form.is_valid():
            return self._page(request, target, form, status=422)
        return self._save(request, target, form, newest)

    def _save(self, request: HttpRequest, target: Target, form: WordsForm, newest: Proposal | None) -> HttpResponse:
        base, by = form.cleaned_data["base"] or 0, cast(AbstractUser, request.user)
        try:
            saved = propose(target=target, words=form.words(), base=base, by=by)
        except Stale as stale:
            return self._conflict(request, target, form, stale)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self._page(request, target, form, status=422)
        if newest and saved.pk == newest.pk:
            messages.info(request, _("Nothing was changed, so nothing new was saved."))
        else:
            self.log_change(request, target, str(_("Proposed new words.")))
            messages.success(request, _("Saved. Readers see it once somebody else has reviewed it."))
        return redirect(f"admin:programs_{self.opts.model_name}_change", target.pk)

    def _conflict(self, request: HttpRequest, target: Target, form: WordsForm, stale: Stale) -> HttpResponse:
        """Theirs beside yours, yours still in the form, and a next save that goes on top of theirs."""
        named = labels(target)
        lines = compare(as_text(stale.newer.words, named), as_text(form.words(), named))
        typed = request.POST.copy()
        typed["base"] = str(stale.newer.pk)
        again = self.form_for(stale.newer.words, typed, 0)
        again.is_valid()
        return self._page(request, target, again, status=409, newer=stale.newer, conflict=lines)

    def _page(
        self, request: HttpRequest, target: Target, form: WordsForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        by = cast(AbstractUser, request.user)
        history = list(proposals_of(target).select_related("saved_by", "reviewed_by"))
        named = labels(target)
        shown, latest = words_shown(target), history[0] if history else None
        context = {
            **self.admin_site.each_context(request),
            "title": str(target),
            "opts": self.opts,
            "target": target,
            "form": form,
            "may_write": by.has_perm(PROPOSE),
            "may_place": self.has_change_permission(request, target),
            "latest": latest,
            "history": history,
            "differs": compare(as_text(shown, named), as_text(latest.words, named)) if latest else [],
            "offers": [(name, step) for name, step in offers(target, latest, by)],
            "change_url": f"admin:programs_{self.opts.model_name}_change",
            "list_url": f"admin:programs_{self.opts.model_name}_changelist",
            "step_url": f"admin:programs_{self.opts.model_name}_step",
            "preview_url": f"admin:programs_{self.opts.model_name}_preview",
            "media": form.media,
            **more,
        }
        return TemplateResponse(request, TEMPLATE, context, status=status)

    def step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
        target, given = self._target(request, pk), StepForm(request.POST)
        if step not in STEPS:
            raise Http404(_("There is no such step."))
        back = redirect(f"admin:programs_{self.opts.model_name}_change", pk)
        if not given.is_valid():
            messages.error(
                request, _("Nothing was done. Give a date such as 2027-01-31, and at most 2,000 characters.")
            )
            return back
        try:
            take(step, target, given.cleaned_data, cast(AbstractUser, request.user))
        except Refused as refused:
            messages.error(request, str(refused))
            return back
        more = given.cleaned_data["because"].strip() or given.cleaned_data["date"] or ""
        self.log_change(request, target, f"{STEPS[step].label}. {more}".strip())
        messages.success(request, str(STEPS[step].done))
        return back

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest words, as readers will see them."""
        target = self._target(request, pk)
        response = self.preview(request, target, words_newest(target))
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        return response

    def _target(self, request: HttpRequest, pk: object) -> Target:
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = self.model._default_manager.all()
        found: Target = get_object_or_404(known, pk=pk if str(pk).isdecimal() else 0)
        return found
