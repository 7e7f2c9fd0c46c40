"""The page on which words are written, and read by those who sign them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from markup.differences import compare
from review.admin.offers import buttons
from review.forms import WordsForm
from review.refusals import Refused
from review.services.history import record
from review.services.publishing import submit
from review.services.revising import Stale, said_saved, save
from review.standing import sentences, standing
from review.states import State
from review.waiting import hints_for


@dataclass(frozen=True)
class Problem:
    """A line of the error summary. `anchor` is the field's id, empty for what concerns the whole form."""

    anchor: str
    label: str
    sentence: str


class WordsPage:
    """One request for the page: who, which thing, and what they typed."""

    template: ClassVar[str] = "admin/review/write.html"

    def __init__(self, admin: Any, request: HttpRequest, subject: Any, *, may_write: bool) -> None:
        self.admin, self.request, self.subject, self.may_write = admin, request, subject, may_write
        self.kind, self.by = admin.kind, cast(AbstractUser, request.user)
        self.typed = request.POST.copy() if request.method == "POST" and may_write else None
        self.build()

    def build(self) -> None:
        self.opened = self._opened()
        form: Callable[..., WordsForm] = self.admin.words_form
        self.form = form(self.typed, subject=self.subject, by=self.by, opened=self.opened)

    def _opened(self) -> Any:
        """What the form starts from; `?from=3` starts from that revision, such as one that was rolled back."""
        if self.subject is None:
            return None
        asked = self.request.GET.get("from", "")
        chosen = self.subject.revisions.filter(number=asked).first() if asked.isdecimal() and len(asked) < 9 else None
        return chosen or self.subject.opened

    def valid(self) -> bool:
        return self.form.is_valid()

    def words(self) -> Any:
        return self.kind.clean(self.form.words())

    def answer(self) -> HttpResponseBase:
        if self.typed is None:
            return self.page(status=403 if self.request.method == "POST" else 200)
        if not self.valid():
            return self.page(status=422)
        words = self.words()
        if "_check" in self.typed:
            return self.page(words=words)
        try:
            saved = self.save(words)
        except Stale as stale:
            return self.conflict(stale, words)
        except Refused as refused:
            self.form.add_error("slug" if refused.code == "slug-taken" else None, refused.as_error())
            return self.page(status=422, words=words)
        return redirect(f"{self.kind.admin}_change", saved.pk)

    def save(self, words: Any) -> Any:
        data, added = self.form.cleaned_data, self.subject is None
        # A new program is there before it has words.
        edits, number = (0, 0) if added else (self.subject.edits, getattr(self.subject.latest, "number", 0))
        saved = self.create(words) if added else self.save_on_top(words)
        if saved.edits == edits:
            messages.info(self.request, _("Nothing was changed, so there is no new revision."))
            return saved
        placed = [] if added else [self.form[name].label for name in self._placed()]
        said = said_saved(before=number, subject=saved, placed=placed)
        record(subject=saved, by=self.by, sentence=" ".join(filter(None, (said, data["note"]))), added=added)
        self._hand_in(saved)
        at_once = _("What you changed under “Place” shows at once.") if placed and saved.live_revision_id else ""
        messages.success(self.request, " ".join(filter(None, (said, standing(saved), at_once))))
        return saved

    def create(self, words: Any) -> Any:
        return self.admin.create(self.form, words, self.by)

    def save_on_top(self, words: Any) -> Any:
        data = self.form.cleaned_data
        return save(
            subject=self.subject,
            words=words,
            base=data["base"] or 0,
            by=self.by,
            note=data["note"],
            small=data.get("small", False),
            move=lambda subject: self.form.move(subject, self.by),
        )

    def _hand_in(self, saved: Any) -> None:
        """The second button saves and hands in. What speaks against it is said, and the save stands."""
        latest = saved.latest
        if self.typed is None or "_submit" not in self.typed or latest.state not in (State.DRAFT, State.SENT_BACK):
            return
        try:
            submit(revision=latest, by=self.by)
        except Refused as refused:
            said = " ".join((_("Saved, but not handed in."), str(refused)))
            messages.warning(self.request, said, extra_tags=refused.code)

    def _placed(self) -> list[str]:
        """What is no words shows without a review, so it is said."""
        return [name for name in self.form.changed_data if name in self.form.place_names]

    def conflict(self, stale: Stale, words: Any) -> HttpResponse:
        """For the second of two editors: theirs beside yours, yours still in the form. The next save goes on top."""
        newer = stale.subject.latest
        if newer is None or self.typed is None:
            raise stale
        yours = "\n\n".join(filter(None, (self.kind.lines(words), self.form.place_lines())))
        theirs = "\n\n".join(filter(None, (self.lines(newer), self.admin.place_lines(stale.subject))))
        self.typed["base"] = str(stale.subject.edits)
        self.subject = stale.subject
        self.build()
        self.valid()
        return self.page(status=409, words=words, newer=newer, lines=compare(theirs, yours))

    def lines(self, revision: Any) -> str:
        return str(self.kind.lines(self.kind.words_of(revision)))

    def page(self, *, status: int = 200, words: Any = None, **more: Any) -> HttpResponse:
        subject, latest = self.subject, self.subject.latest if self.subject else None
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": self.kind.title(latest) if latest else self.admin.add_title(),
            "opts": self.admin.opts,
            "subject": subject,
            "latest": latest,
            "opened": self.opened,
            "form": self.form,
            "problems": self.problems(),
            "hints": hints_for(self.by),
            "may_write": self.may_write,
            "standing": list(sentences(subject)) if subject else [],
            "buttons": list(buttons(subject, self.by)) if subject else [],
            "revisions": self.revisions(),
            "since_live": self.since_live(latest),
            "preview_url": self.admin.preview_url(latest) if latest else "",
            "change_url": f"{self.kind.admin}_change",
            "list_url": f"{self.kind.admin}_changelist",
            "step_url": f"{self.kind.admin}_step",
            "compare_url": f"{self.kind.admin}_compare",
            "history_url": f"{self.kind.admin}_history",
            "media": self.form.media,
            **self.besides(words),
            **more,
        }
        return TemplateResponse(self.request, self.template, context, status=status)

    def besides(self, words: Any) -> dict[str, Any]:
        """What a kind's own page shows besides. `words` are those that were typed, if they make sense."""
        return self.admin.besides(self.subject) if self.subject else {}

    def revisions(self) -> list[Any]:
        if self.subject is None:
            return []
        people = ("saved_by", "writer", "editor", "reviewer", "checked_by")
        return list(self.subject.revisions.select_related(*people))

    def since_live(self, latest: Any) -> Any:
        """What would change for readers. None where they see nothing yet, or just this."""
        live = self.subject.live_revision if self.subject else None
        if not live or not latest or live.pk == latest.pk:
            return None
        return compare(self.lines(live), self.lines(latest))

    def problems(self) -> list[Problem]:
        if self.typed is None:
            return []
        found = [
            Problem(field.id_for_label or field.auto_id, str(field.label), str(error))
            for field in self.form
            for error in field.errors
        ]
        return found + [Problem("", "", str(error)) for error in self.form.non_field_errors()]
