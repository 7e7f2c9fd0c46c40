from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "contact"
    verbose_name = _("Intake desk")

    def ready(self) -> None:
        from contact import tombstones
        from facilities.services import facilities

        facilities.on_relationship(tombstones.related)
