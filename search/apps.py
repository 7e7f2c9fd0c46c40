from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        """Each app declares its kinds of page in its `kinds.py`."""
        autodiscover_modules("kinds")
