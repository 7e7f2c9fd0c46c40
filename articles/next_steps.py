"""What a reader is led to at an article's end: what an editor chose, or what its tags and phases suggest."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Door

CARE: Final = "care"
STEPS: Final[dict[str, str | Promise]] = {
    CARE: _("Find care near you"),
    **{slot.value: slot.label for slot in Door.Slot},
}
# The first that an article has decides. All others lead to care.
BY_TAG: Final = (("overdose", "overdose"), ("families", "loved"), ("return-to-use", "again"))
BY_PHASE: Final = (("detoxification", CARE), ("medication", CARE), ("therapy", CARE), ("relapse-prevention", "again"))


def step_of(article: Article) -> str:
    if article.next_step in STEPS:
        return article.next_step
    tags = set(article.tags.values_list("slug", flat=True))
    if found := next((step for slug, step in BY_TAG if slug in tags), None):
        return found
    phases = set(article.phases.values_list("slug", flat=True))
    return next((step for slug, step in BY_PHASE if slug in phases), CARE)
