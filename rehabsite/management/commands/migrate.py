from typing import Any

from django.core.checks.registry import registry
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own, but it does not first ask for guards: migrating is what makes them."""

    def check(self, *args: Any, **kwargs: Any) -> None:
        super().check(*args, **{**kwargs, "tags": sorted(registry.tags_available() - {"guards"})})
