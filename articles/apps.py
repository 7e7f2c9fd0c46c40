from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles and words")

    def ready(self) -> None:
        from articles.reviewed import declare_all

        declare_all()
