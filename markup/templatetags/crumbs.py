"""The way to a page, for machines: the same that its breadcrumb shows to people."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from markup.structured_data import breadcrumbs, script

register = template.Library()


@register.simple_tag
def crumbs_for_machines(here: str | Promise, parent: str | Promise = "", parent_url: str = "") -> SafeString:
    above = [(parent, parent_url)] if parent else []
    return script(breadcrumbs([(_("Home"), reverse("home")), *above, (here, "")]))
