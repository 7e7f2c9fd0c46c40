"""What editors fill in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Person, Question, Tag
from articles.related import MOST_QUESTIONS
from articles.services.revising import SourceWords, Words, words_of
from articles.services.saving import Place, place_of
from markup.rendering import MAX_LENGTH
from markup.widgets import MarkdownWidget
from programs.models import City, Phase


class ArticleForm(forms.Form):
    """An article's words and its place. `base` tells on which save the form was built."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=120, widget=forms.TextInput({"size": 70}))
    summary = forms.CharField(
        label=_("Summary"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One or two sentences: what does a reader learn here?"),
    )
    body = forms.CharField(label=_("Text"), max_length=MAX_LENGTH, widget=MarkdownWidget)
    writer = forms.ModelChoiceField(Person.objects.all(), label=_("Written by"), required=False)
    note = forms.CharField(
        label=_("What did you change?"), max_length=200, required=False, help_text=_("For your colleagues.")
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_("The last part of the page’s address. Leave it empty to make it from the title."),
    )
    city = forms.ModelChoiceField(City.objects.all(), label=_("City"), required=False)
    phases = forms.ModelMultipleChoiceField(
        Phase.objects.all(), label=_("Phases of care"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.all(), label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, article: Article | None, by: AbstractUser, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(article, by), **kwargs)
        questions = Question.objects.all()
        for number in range(1, MOST_QUESTIONS + 1):
            label = _("Related question %(n)d") % {"n": number}
            self.fields[f"question_{number}"] = forms.ModelChoiceField(questions, label=label, required=False)
        if not by.has_perm("articles.edit_article"):
            self.fields["writer"].disabled = True
        if article and article.live_revision_id and not by.has_perm("articles.publish_article"):
            # These show on the live page at once, so they take the right to publish.
            for name in self.place_names:
                self.fields[name].disabled = True

    @property
    def place_names(self) -> list[str]:
        return ["slug", "city", "phases", "tags", *(name for name in self.fields if name.startswith("question_"))]

    def place_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.place_names)

    def words(self, sources: "SourceFormSet") -> Words:
        data = self.cleaned_data
        return Words(data["title"], data["body"], data["summary"], data["writer"], sources.words())

    def place(self) -> Place:
        data = self.cleaned_data
        questions = (data[name] for name in self.place_names if name.startswith("question_"))
        return Place(
            slug=data["slug"] or self.initial.get("slug", ""),
            tags=frozenset(data["tags"]),
            phases=frozenset(data["phases"]),
            city=data["city"],
            questions=tuple(dict.fromkeys(question for question in questions if question)),
        )


def _initial(article: Article | None, by: AbstractUser) -> dict[str, Any]:
    latest = article.latest if article else None
    if not article or not latest:
        return {"base": 0, "writer": Person.objects.filter(user=by.pk).first()}
    words, place = words_of(latest), place_of(article)
    questions = {f"question_{n}": question for n, question in enumerate(place.questions, start=1)}
    return {
        "base": article.edits,
        **{"title": words.title, "summary": words.summary, "body": words.body, "writer": words.writer},
        **{"slug": place.slug, "city": place.city, "phases": list(place.phases), "tags": list(place.tags)},
        **questions,
    }


class SourceForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300)
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1800, max_value=2100, required=False)
    url = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    checked_on = forms.DateField(label=_("Checked on"), required=False, widget=AdminDateWidget)


class BaseSourceFormSet(forms.BaseFormSet[SourceForm]):
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

    because = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))
    date = forms.DateField(required=False, widget=AdminDateWidget)
