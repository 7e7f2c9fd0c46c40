from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RehabsiteConfig(AppConfig):
    name = "rehabsite"
    verbose_name = _("Staff")

    def ready(self) -> None:
        import guards
        from rehabsite import checks, fronts  # noqa: F401  (registering is importing)
        from rehabsite.release import rolling  # noqa: F401
        from search import gone

        guards.connect(self)
        gone.listen(fronts.refetch)


class StaffAdminConfig(AdminConfig):
    """Lets every app register its admin as usual, on our site."""

    default_site = "rehabsite.staff.staffsite.StaffSite"
