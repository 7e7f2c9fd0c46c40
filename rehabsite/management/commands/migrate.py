from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks.registry import registry
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own, but it does not first ask for guards: migrating is what makes them."""

    def check(self, app_configs: Sequence[AppConfig] | None = None, tags: Any = None, **kwargs: Any) -> None:
        super().check(app_configs=app_configs, tags=registry.tags_available() - {"guards"}, **kwargs)
