from django.utils.translation import gettext_lazy as _

from articles.choosing import TAGS
from search.choosing_filter import TypedFilter


class TypedTag(TypedFilter):
    title, parameter_name, of, column = _("tag"), "tag", TAGS, "tags"
