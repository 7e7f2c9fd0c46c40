from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.choosing import LIVE_ARTICLES
from articles.models import Door
from review.admin.public import PublicAdmin
from search.choosing_fields import ChosenField


class DoorForm(forms.ModelForm[Door]):
    article = ChosenField(
        LIVE_ARTICLES,
        wrong=_("There is no live article at this address. Copy the address from the page itself."),
        label=_("Article"),
        help_text=_("Paste the page’s address, or begin to type and pick it. If it is withdrawn, the door goes too."),
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
