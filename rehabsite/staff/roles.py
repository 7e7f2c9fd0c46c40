"""The staff's roles: groups made by a migration from this table. A user may hold more than one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WRITE = (
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "review.write_words",
    "articles.view_question",
    "articles.add_question",
    "articles.change_question",
    "articles.view_term",
    "articles.add_term",
    "articles.change_term",
    "articles.view_tag",
    "review.view_person",
    "articles.view_wording",
    "articles.view_correction",
    "programs.view_phase",
    "programs.view_program",
    "facilities.view_city",
    "facilities.view_tonight",
    "facilities.view_directoryedition",
    "facilities.view_facility",
    "markup.view_image",
    "markup.add_image",
    "markup.change_image",
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
    "review.add_person",
    "review.change_person",
    "programs.change_program",
    "facilities.change_facility",
    "facilities.add_tonight",
    "facilities.change_tonight",
    "facilities.delete_tonight",
    "facilities.view_proposedmatch",
    "facilities.change_proposedmatch",
    "facilities.view_ranking",
    "facilities.add_ranking",
    "facilities.change_ranking",
    "facilities.view_leftout",
    "facilities.add_leftout",
    "facilities.change_leftout",
    "facilities.delete_leftout",
    "facilities.view_problemreport",
    "facilities.change_problemreport",
    "facilities.delete_problemreport",
    "search.view_synonym",
    "search.add_synonym",
    "search.change_synonym",
    "search.view_redirect",
    "search.add_redirect",
    "search.change_redirect",
    "search.delete_redirect",
)
_REVIEW = (
    "articles.view_article",
    "review.review_words",
    "articles.view_question",
    "articles.view_term",
    "articles.view_tag",
    "review.view_person",
    "articles.view_wording",
    "articles.view_correction",
    "programs.view_phase",
    "programs.view_program",
)
_MANAGE = (
    *_EDIT,
    "articles.delete_tag",
    "articles.view_door",
    "articles.add_door",
    "articles.change_door",
    "articles.delete_door",
    "review.delete_person",
    "articles.delete_correction",
    "programs.add_program",
    "facilities.add_city",
    "facilities.change_city",
    "facilities.delete_city",
    "search.delete_synonym",
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
    "editor": Role("Editor", _("Edits, sends back, publishes, schedules and withdraws. Cannot review."), _EDIT),
    "medical-reviewer": Role(
        "Medical reviewer", _("Reviews the medicine and sends words back. Never reviews their own words."), _REVIEW
    ),
    "site-manager": Role(
        "Site manager", _("Does everything that an editor does, and manages people, cities and log-ins."), _MANAGE
    ),
    "intake": Role(
        "Intake",
        _("Reads and answers what visitors send. Does not see articles, and editors do not see inquiries."),
        _INTAKE,
    ),
}
