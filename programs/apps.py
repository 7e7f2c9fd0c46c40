from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs and phases")

    def ready(self) -> None:
        from programs.reviewed import declare_all

        declare_all()
