"""What the apps call when something that readers can see has changed."""

from django.db.models import F

from search.models import PublicVersion


def public_version() -> int:
    """The number under which pages rendered now are cached."""
    return PublicVersion.objects.values_list("number", flat=True).get(pk=1)


def public_changed() -> None:
    """Start a new version. Call it in the transaction that makes the change, so that both stand or neither."""
    PublicVersion.objects.filter(pk=1).update(number=F("number") + 1)
