"""What editors fill in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Person, Question, Tag
from articles.related import MOST_QUESTIONS
from articles.services.revising import SourceWords, Words, words_of
from articles.services.saving import Place, place_of
from facilities.models import City
from markup.rendering import MAX_LENGTH
from markup.widgets import MarkdownWidget
from programs.models import Phase

SUGGESTIONS = 500


class ArticleForm(forms.Form):
    """An article's words and its place. `base` tells on which save the form was built."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
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
            "Write it here; beside or below you see it as readers will. “How to write” shows headings and lists."
        ),
    )
    writer = forms.ModelChoiceField(
        Person.objects.all(),
        label=_("Written by"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Readers see this name. Somebody else has to review the text."),
    )
    note = forms.CharField(
        label=_("What did you change?"),
        max_length=200,
        required=False,
        help_text=_("A few words for your colleagues, such as: new phone number. Readers do not see it."),
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_("The last part of the page’s address. Leave it empty to make it from the title."),
    )
    city = forms.ModelChoiceField(
        City.objects.all(),
        label=_("City"),
        required=False,
        empty_label=_("No city: it holds everywhere"),
        help_text=_("Choose one if the text holds for one city only. It then shows on the city’s page."),
    )
    phases = forms.ModelMultipleChoiceField(
        Phase.objects.all(),
        label=_("Phases of care"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick each phase that the text helps with. It then shows on that phase’s page."),
    )
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.all(),
        label=_("Tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick what the text is about. Readers find articles and questions with the same tag side by side."
        ),
    )

    def __init__(self, typed: QueryDict | None = None, *, article: Article | None, by: AbstractUser) -> None:
        super().__init__(typed, initial=_initial(article, by))
        self.article = article
        for number in range(1, MOST_QUESTIONS + 1):
            self.fields[f"question_{number}"] = _question_field(number)
        self.fields["writer"].disabled = not by.has_perm("articles.edit_article")
        self.place_locked = bool(
            # These show on the live page at once, so they take the right to publish.
            article and article.live_revision_id and not by.has_perm("articles.publish_article")
        )
        for name in self.place_names:
            self.fields[name].disabled = self.place_locked

    @property
    def question_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith("question_")]

    @property
    def place_names(self) -> list[str]:
        return ["slug", "city", "phases", "tags", *self.question_names]

    def place_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.place_names if name not in self.question_names)

    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.question_names]

    def suggestions(self) -> list[str]:
        """Questions to offer while somebody types: those that share the article's tags first, never all of them."""
        tags = self.article.tags.all() if self.article else Tag.objects.none()
        near = Question.objects.filter(tags__in=tags).distinct().values_list("question", flat=True)[:SUGGESTIONS]
        others = Question.objects.values_list("question", flat=True)[:SUGGESTIONS]
        return list(dict.fromkeys([*near, *others]))[:SUGGESTIONS]

    def words(self, sources: "BaseSourceFormSet") -> Words:
        data = self.cleaned_data
        return Words(data["title"], data["body"], data["summary"], data["writer"], sources.words())

    def place(self) -> Place:
        data = self.cleaned_data
        questions = (data[name] for name in self.question_names)
        return Place(
            slug=data["slug"].lower() or self.initial.get("slug", ""),
            tags=frozenset(data["tags"]),
            phases=frozenset(data["phases"]),
            city=data["city"],
            questions=tuple(dict.fromkeys(question for question in questions if question)),
        )


def _question_field(number: int) -> forms.ModelChoiceField[Question]:
    """Typed, with suggestions from one shared list: a menu for each would hold every question of the site."""
    return forms.ModelChoiceField(
        Question.objects.all(),
        label=_("Related question %(n)d") % {"n": number},
        required=False,
        to_field_name="question",
        widget=forms.TextInput({"list": "questions", "autocomplete": "off"}),
        help_text=_("Begin to type, then pick one. Leave it empty if there is none."),
        error_messages={
            "invalid_choice": _("There is no such question. Pick one from the list, or add it under Questions first.")
        },
    )


def _initial(article: Article | None, by: AbstractUser) -> dict[str, Any]:
    """What stands there. A text that names no writer yet takes the person who opens it."""
    latest = article.latest if article else None
    writer = latest.writer if latest else None
    if writer is None and not by.has_perm("articles.edit_article"):
        writer = Person.objects.filter(user=by.pk).first()
    if not article or not latest:
        return {"base": 0, "writer": writer or Person.objects.filter(user=by.pk).first()}
    words, place = words_of(latest), place_of(article)
    questions = {f"question_{n}": question for n, question in enumerate(place.questions, start=1)}
    return {
        "base": article.edits,
        "title": words.title,
        "summary": words.summary,
        "body": words.body,
        "writer": writer,
        "slug": place.slug,
        "city": place.city,
        "phases": list(place.phases),
        "tags": list(place.tags),
        **questions,
    }


class SourceForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("Of the page or paper."))
    publisher = forms.CharField(
        label=_("Publisher"), max_length=200, required=False, help_text=_("Who stands behind it, such as the FDA.")
    )
    year = forms.IntegerField(
        label=_("Year"), min_value=1800, max_value=2100, required=False, help_text=_("If it says one.")
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where to read it. Begin with https://."),
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
        """What was sent stands for itself: by now, somebody else may have saved other sources."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: SourceForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Order")
        form.fields["ORDER"].help_text = _("Its number in the text.")
        form.fields["DELETE"].label = _("Take out")
        form.fields["DELETE"].help_text = _("Tick, then save.")

    def words(self) -> tuple[SourceWords, ...]:
        return tuple(
            SourceWords(**{name: form.cleaned_data[name] for name in SourceForm.base_fields})
            for form in self.ordered_forms
        )


SourceFormSet = forms.formset_factory(
    SourceForm, formset=BaseSourceFormSet, extra=2, can_delete=True, can_order=True, max_num=100, validate_max=True
)


def source_initial(article: Article | None) -> list[dict[str, Any]]:
    latest = article.latest if article else None
    return [vars(source) for source in words_of(latest).sources] if latest else []


class StepForm(forms.Form):
    """The one thing that some steps ask for: a reason, or a date."""

    because = forms.CharField(required=False, max_length=2000)
    date = forms.DateField(required=False)
