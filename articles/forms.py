"""What editors fill in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.choosing import QUESTIONS, TAGS
from articles.models import Article, Question, QuestionRevision, TermRevision
from articles.related import MOST_QUESTIONS, STEPS, chosen_keys, question_keys
from articles.services.saving import Placement, moved, placement_of, tag_question
from articles.words import SourceWords, Words, words_of
from facilities.choosing import CITIES
from markup.rendering import MAX_LENGTH
from markup.widgets import MarkdownWidget
from programs.models import Phase
from review.forms import Group, WordsForm, writer_field
from review.models import Person
from search.choosing_fields import ChosenField, ChosenManyField


def _help(name: str) -> Any:
    field: Any = QuestionRevision._meta.get_field(name)
    return field.help_text


def _of_term(name: str) -> Any:
    field: Any = TermRevision._meta.get_field(name)
    return field.help_text


def _slug(length: int) -> forms.SlugField:
    return forms.SlugField(
        label=_("Address"),
        max_length=length,
        required=False,
        help_text=_("The last part of its address. Leave it empty to make it from the words. It never changes."),
    )


class ArticleForm(WordsForm):
    """An article's words and its place."""

    words_fields = ("title", "summary", "body")
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        widget=forms.TextInput({"size": 70}),
        help_text=_("What the page is about, as a reader would say it. At most 120 characters."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One or two sentences: what does a reader learn here? Lists and search engines show it."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=MAX_LENGTH,
        widget=MarkdownWidget,
        help_text=_(
            "Write it here. Next to it or below it, you see it as readers will. “How to write” shows headings and "
            "lists."
        ),
    )
    writer = writer_field()
    slug = forms.SlugField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_("The last part of the page’s address. Leave it empty to make it from the title."),
    )
    city = ChosenField(
        CITIES,
        label=_("City"),
        required=False,
        empty_label=_("No city: it applies everywhere"),
        help_text=_("Choose one only if the text is about that city. It then shows on the city’s page."),
    )
    phases = forms.ModelMultipleChoiceField(
        Phase.objects.all(),
        label=_("Phases of care"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Check each phase that the text helps with. The text then shows on that phase’s page."),
    )
    tags = ChosenManyField(
        TAGS,
        label=_("Tags"),
        required=False,
        help_text=_(
            "Check what the text is about. Readers find articles and questions with the same tag side by side."
        ),
    )

    next_step = forms.ChoiceField(
        choices=[("", _("By its tags and phases")), *STEPS.items()],
        label=_("Next step"),
        required=False,
        help_text=_("Where the page leads at its end."),
    )

    place_names: tuple[str, ...] = ("slug", "city", "phases", "tags", "next_step")
    sources: "BaseSourceFormSet"

    def __init__(self, typed: Any = None, *, subject: Any, by: AbstractUser, opened: Any = None) -> None:
        # All that an editor chose, and room for more: none is ever cut off.
        chosen = subject.chosen_questions.count() if subject else 0
        names = [f"question_{n}" for n in range(1, max(MOST_QUESTIONS, chosen + 2) + 1)]
        asked: dict[str, forms.Field] = {name: _question_field(n) for n, name in enumerate(names, 1)}
        near = _with_same_tags(subject) if subject else []
        self.more_fields = {"same_tags": _SameTags(near), **asked} if near else asked
        self.question_names = tuple(self.more_fields)
        self.place_names = (*self.place_names, *self.question_names)
        super().__init__(typed, subject=subject, by=by, opened=opened)

    def starts(self, subject: Any, by: AbstractUser, opened: Any) -> dict[str, Any]:
        initial = super().starts(subject, by, opened)
        if not subject and not opened:
            return initial
        place = placement_of(subject or opened.article)
        questions = {f"question_{n}": question for n, question in enumerate(place.questions, start=1)}
        there = {"slug": place.slug, "city": place.city, "phases": list(place.phases), "tags": list(place.tags)}
        there["next_step"] = place.next_step
        if not subject:  # a copy is someone's own, and has an address of its own
            there["slug"], initial["writer"] = "", Person.objects.filter(user=by.pk).first()
        return {**initial, **there, **questions}

    def groups(self) -> Iterator[Group]:
        yield Group(gettext("Words"), [self[name] for name in (*self.words_fields, "writer")])
        place = [self[name] for name in self.place_names if name not in self.question_names]
        yield Group(gettext("Place"), place, note=self.locked_note())
        yield Group(gettext("Related questions"), [self[name] for name in self.question_names], help=str(_CHOOSE))

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["title"], data["body"], data["summary"], data["writer"], self.sources.words())

    def move(self, subject: Any, by: AbstractUser) -> bool:
        return moved(subject, self.place(), by)

    def place_lines(self) -> str:
        return self.place().lines()

    def place(self) -> Placement:
        data = self.cleaned_data
        typed = [data[name] for name in self.question_names if name != "same_tags"]
        return Placement(
            slug=data["slug"].lower() or self.initial.get("slug", ""),
            tags=frozenset(data["tags"]),
            phases=frozenset(data["phases"]),
            city=data["city"],
            next_step=data["next_step"],
            questions=tuple(dict.fromkeys(filter(None, [*typed, *data.get("same_tags", ())]))),
        )


class _SameTags(forms.ModelMultipleChoiceField[Question]):
    """Of questions that share the article's tags, those to be shown for good, after the ones chosen already."""

    def __init__(self, near: list[Question]) -> None:
        super().__init__(
            Question.objects.filter(pk__in=[one.pk for one in near]),
            label=_("Same tags, not chosen yet"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Check one to choose it. It then goes after those below."),
        )
        self.widget.choices = [(one.pk, one.question) for one in near]


def _with_same_tags(article: Article) -> list[Question]:
    """The first few, those that share most tags before the others."""
    chosen = set(article.chosen_questions.values_list("question", flat=True))
    found = [key for key in question_keys(article, chosen_keys(article)) if key not in chosen][:MOST_QUESTIONS]
    rows = Question.objects.select_related("live_revision").in_bulk(found)
    return [rows[key] for key in found if key in rows]


_CHOOSE = _(
    "These come first under the article, in this order. You can choose as many as you like. Questions with the same "
    "tags follow automatically. Start typing, and pick one."
)


def _question_field(number: int) -> ChosenField:
    return ChosenField(
        QUESTIONS,
        label=_("Related question %(n)d") % {"n": number},
        required=False,
        help_text=_("Start typing, then pick one. Leave it empty if there is none."),
        wrong=_("There is no question like that. Pick one from the list, or add it under Questions first."),
    )


class _RowForm(WordsForm):
    """A question or a term: its words, and an address that stays as it is later."""

    def __init__(self, typed: Any = None, *, subject: Any, by: AbstractUser, opened: Any = None) -> None:
        super().__init__(typed, subject=subject, by=by, opened=opened)
        if subject:
            del self.fields["slug"]
            self.place_names = tuple(name for name in self.place_names if name != "slug")

    def place_lines(self) -> str:
        return ""


class QuestionForm(_RowForm):
    words_fields = ("question", "answer")
    place_names = ("slug", "tags")
    question = forms.CharField(
        label=_("Question"), max_length=200, widget=forms.TextInput({"size": 80}), help_text=_help("question")
    )
    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=MarkdownWidget, help_text=_help("answer"))
    writer = writer_field()
    slug = _slug(110)
    tags = ChosenManyField(
        TAGS,
        label=_("Tags"),
        required=False,
        help_text=_("It shows under articles that have one of these tags."),
    )

    def starts(self, subject: Any, by: AbstractUser, opened: Any) -> dict[str, Any]:
        tags = {"tags": list(subject.tags.all())} if subject else {}
        return {**super().starts(subject, by, opened), **tags}

    def move(self, subject: Any, by: AbstractUser) -> bool:
        return tag_question(question=subject, tags=self.cleaned_data["tags"], by=by)


class TermForm(_RowForm):
    words_fields = ("term", "also_called", "meaning", "source_title", "source_url", "source_checked_on")
    place_names = ("slug",)
    term = forms.CharField(label=_("Term"), max_length=80, help_text=_of_term("term"))
    also_called = forms.CharField(
        label=_("Also called"), max_length=300, required=False, help_text=_of_term("also_called")
    )
    meaning = forms.CharField(
        label=_("Meaning"),
        max_length=600,
        widget=forms.Textarea({"rows": 5, "cols": 80}),
        help_text=_of_term("meaning"),
    )
    source_title = forms.CharField(label=_("Source"), max_length=300, help_text=_of_term("source_title"))
    source_url = forms.URLField(
        label=_("Source’s address"), max_length=500, assume_scheme="https", help_text=_of_term("source_url")
    )
    source_checked_on = forms.DateField(
        label=_("Source checked on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_of_term("source_checked_on"),
    )
    writer = writer_field()
    slug = _slug(80)


class SourceForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("Of the page or paper."))
    publisher = forms.CharField(
        label=_("Publisher"), max_length=200, required=False, help_text=_("Who publishes it, such as the FDA.")
    )
    year = forms.IntegerField(
        label=_("Year"), min_value=1800, max_value=2100, required=False, help_text=_("If it gives one.")
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where to read it. Start with https://."),
    )
    checked_on = forms.DateField(
        label=_("Checked on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day you read it there."),
    )

    def has_changed(self) -> bool:
        """Whether there is a source in this row. A row that was emptied is as good as one that was never filled."""
        return any(name in self.base_fields for name in self.changed_data)


class BaseSourceFormSet(forms.BaseFormSet[SourceForm]):
    def initial_form_count(self) -> int:
        """What was sent stands for itself: by now, someone else may have saved other sources."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: SourceForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Order")
        form.fields["ORDER"].help_text = _("Its number in the text.")
        form.fields["DELETE"].label = _("Take out")
        form.fields["DELETE"].help_text = _("Check it, then save.")

    def words(self) -> tuple[SourceWords, ...]:
        return tuple(
            SourceWords(**{name: form.cleaned_data[name] for name in SourceForm.base_fields})
            for form in self.ordered_forms
        )


SourceFormSet = forms.formset_factory(
    SourceForm, formset=BaseSourceFormSet, extra=2, can_delete=True, can_order=True, max_num=100, validate_max=True
)


def source_initial(opened: Any) -> list[dict[str, Any]]:
    return [vars(source) for source in words_of(opened).sources] if opened else []
