from django.contrib import admin

from articles.admin.articles import RowAdmin, TermPage
from articles.forms import TermForm
from articles.models import Term


@admin.register(Term)
class TermAdmin(RowAdmin):
    words_form = TermForm
    page = TermPage
