"""What gunicorn serves."""

import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

from rehabsite import private_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
django = get_wsgi_application()
private_logging.install()


def _application() -> Any:
    """Whoever changes templates wants to see them at once, so nothing is kept with DEBUG."""
    from rehabsite.fronts import Fronts
    from rehabsite.hot import Hot  # after the apps are ready

    if settings.DEBUG:
        return django
    # What each process would load for its first page is loaded here, so that they share it.
    get_resolver()._populate()
    get_template("base.html")
    hot = Hot(django, settings.PAGES_MEGABYTES * 2**20)
    return Fronts(hot, hot.versions.expire)


application = _application()
