"""The staff's roles: groups made by a migration from this table. A user may hold more than one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WRITE = (
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "review.write_words",
    "articles.view_articlerevision",
    "articles.view_question",
    "articles.add_question",
    "articles.change_question",
    "articles.view_term",
    "articles.add_term",
    "articles.change_term",
    "articles.view_tag",
    "articles.view_person",
    "articles.view_wording",
    "articles.view_correction",
    "programs.view_phase",
    "programs.view_program",
    "review.write_words",
    "programs.view_city",
    "programs.view_directoryedition",
    "programs.view_facility",
    "markup.view_image",
    "markup.add_image",
)
_EDIT = (
    *_WRITE,
    "review.edit_words",
    "review.publish_words",
    "articles.add_tag",
    "articles.change_tag",
    "articles.add_wording",
    "articles.change_wording",
    "articles.delete_wording",
    "articles.add_correction",
    "articles.change_correction",
    "articles.add_person",
    "articles.change_person",
    "programs.change_program",
    "programs.change_facility",
    "programs.view_proposedmatch",
    "programs.change_proposedmatch",
    "programs.view_ranking",
    "programs.add_ranking",
    "programs.change_ranking",
    "programs.view_leftout",
    "programs.add_leftout",
    "programs.change_leftout",
    "programs.delete_leftout",
    "programs.view_problemreport",
    "programs.change_problemreport",
    "programs.delete_problemreport",
)
_REVIEW = (
    "articles.view_article",
    "review.review_words",
    "articles.view_articlerevision",
    "articles.view_question",
    "articles.view_term",
    "articles.view_tag",
    "articles.view_person",
    "articles.view_wording",
    "articles.view_correction",
    "programs.view_phase",
    "programs.view_program",
    "review.review_words",
)
_MANAGE = (
    *_EDIT,
    "articles.delete_tag",
    "articles.delete_person",
    "articles.delete_correction",
    "programs.add_program",
    "programs.add_city",
    "programs.change_city",
    "rehabsite.view_user",
    "rehabsite.add_user",
    "rehabsite.change_user",
)
# The intake desk. It sees inquiries and nothing that editors work on; no editorial role sees an inquiry.
_INTAKE = (
    "contact.view_inquiry",
    "contact.change_inquiry",
    "contact.view_consent",
    "contact.view_notice",
    "contact.view_letter",
    "contact.view_accessline",
    "contact.view_disclosure",
    "contact.view_consenttext",
    "contact.add_consenttext",
    "contact.view_recipient",
    "contact.add_recipient",
    "contact.change_recipient",
    "contact.delete_recipient",
)


@dataclass(frozen=True)
class Role:
    group: str
    may: str | Promise
    permissions: tuple[str, ...]


# Keys are what `manage.py add_staff --role` takes.
ROLES = {
    "writer": Role("Writer", _("Writes articles and answers, and hands them in. Cannot review or publish."), _WRITE),
    "editor": Role("Editor", _("Edits, sends back, publishes, schedules, withdraws. Cannot review."), _EDIT),
    "medical-reviewer": Role(
        "Medical reviewer", _("Reviews the medicine and sends back. Never reviews their own words."), _REVIEW
    ),
    "site-manager": Role(
        "Site manager", _("All that an editor may do, and looks after people, cities and log-ins."), _MANAGE
    ),
    "intake": Role(
        "Intake", _("Reads and answers what visitors send. Sees no articles, and editors see no inquiries."), _INTAKE
    ),
}
