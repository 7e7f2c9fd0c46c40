"""An article's page: next to its words it has sources and a checklist."""

from typing import Any, cast

from django.utils.translation import gettext as _

from articles.forms import BaseSourceFormSet, SourceFormSet, source_initial
from articles.models import Article
from articles.services.checking import check
from markup.rendering import render
from review.admin.page import Problem, WordsPage


class ArticlePage(WordsPage):
    template = "admin/articles/article/write.html"

    def _opened(self) -> Any:
        """A new one may start from another: `?like=7` begins with its words, tags and sources."""
        like = self.request.GET.get("like", "") if self.subject is None else ""
        if (
            like.isascii()
            and like.isdecimal()
            and len(like) < 18
            and (found := Article.objects.filter(pk=like).first())
        ):
            return found.opened
        return super()._opened()

    def build(self) -> None:
        super().build()
        # No initial rows with what was sent: one that equals its initial counts as untouched, and would be left out.
        initial = source_initial(self.opened) if self.typed is None else None
        self.sources = SourceFormSet(self.typed, initial=initial, prefix="sources")
        cast(Any, self.form).sources = cast(BaseSourceFormSet, self.sources)

    def valid(self) -> bool:
        """Both, so that one look at the page shows all that is missing."""
        return all([self.form.is_valid(), self.sources.is_valid()])

    def besides(self, words: Any) -> dict[str, Any]:
        if words is None and self.opened and self.typed is None:
            words = self.kind.words_of(self.opened)
        checked = self.typed is not None and "_check" in self.typed and self.form.is_valid()
        return {
            **super().besides(words),
            "sources": self.sources,
            "checks": True,
            "checklist": check(words) if words else None,
            "shown": render(words.body) if words and checked else "",
            "media": self.form.media + self.sources.media,
        }

    def problems(self) -> list[Problem]:
        if self.typed is None:
            return []
        found = super().problems()
        for number, source in enumerate(self.sources, start=1):
            found += [
                Problem(
                    field.id_for_label, _("Source %(n)d, %(field)s") % {"n": number, "field": field.label}, str(error)
                )
                for field in source
                for error in field.errors
            ]
        return found + [Problem("", "", str(error)) for error in self.sources.non_form_errors()]
