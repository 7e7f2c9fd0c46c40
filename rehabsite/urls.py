"""Every address of the site. Each room names its own; here they are joined."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from rehabsite import about, health, metrics, views
from rehabsite.guides import GUIDES, guide
from rehabsite.search import search

urlpatterns = [
    # First what is asked for most, and the form: each address here is tried in turn.
    *(path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")),
    path("", views.home, name="home"),
    path("about/how-we-check/", views.how_we_check, name="how-we-check"),
    path("about/staying-private/", views.staying_private, name="staying-private"),
    path("about/who-pays/", about.who_pays, name="who-pays"),
    path("help/", views.help_now, name="help-now"),
    path("more/", about.more, name="more"),
    *(path(f"{name}/", guide, {"name": name}, name=name) for name in GUIDES),
    path("search/", search, name="search"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap/<slug:name>.xml", views.sitemap_file, name="sitemap-file"),
    path("privacy/health-data/", views.health_data, name="health-data"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("metrics", metrics.metrics, name="metrics"),
    path(".well-known/security.txt", views.security, name="security"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
