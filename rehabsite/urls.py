"""Every address of the site. Each app names its own; here they are joined."""

from django.contrib import admin
from django.urls import include, path

from rehabsite import health, views
from rehabsite.search import search

urlpatterns = [
    path("", views.home, name="home"),
    path("about/how-we-check/", views.how_we_check, name="how-we-check"),
    path("about/staying-private/", views.staying_private, name="staying-private"),
    path("help/", views.help_now, name="help-now"),
    path("search/", search, name="search"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("contact.urls")),
    path("", include("articles.urls")),
    path("", include("programs.urls")),
    path("", include("facilities.urls")),
    path("", include("markup.urls")),
]
