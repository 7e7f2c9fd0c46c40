from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.choosing import LIVE_ARTICLES
from articles.models import Door
from review.admin.kit import PublicAdmin
from search.choosing_fields import ChosenField


class LiveArticle(ChosenField):
    """An article that readers see now."""

    def __init__(self, help_text: Any, **options: Any) -> None:
        wrong = _("There is no live article at this address. Copy the address from the page itself.")
        super().__init__(LIVE_ARTICLES, wrong=wrong, label=_("Article"), help_text=help_text, **options)


class DoorForm(forms.ModelForm[Door]):
    article = LiveArticle(
        _("Paste the page’s address, or start typing and pick it. If it is withdrawn, the door goes away too.")
    )

    class Meta:
        model = Door
        fields = ("slot", "article")
        help_texts = {"slot": _("Each door of the first page leads to one article.")}


@admin.register(Door)
class DoorAdmin(PublicAdmin):
    form = DoorForm
    list_display = ("slot", "article")
    list_select_related = ("article__live_revision",)
