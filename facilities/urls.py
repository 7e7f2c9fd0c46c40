from django.urls import path, register_converter
from django.urls.converters import StringConverter

from facilities.views import cities, facilities, near, rankings, towns


class TownKey(StringConverter):
    """As in "tx/el-paso". A word alone is a state's, whose address comes first."""

    regex = "[a-z0-9-]+(?:/[a-z0-9-]+)?"


register_converter(TownKey, "town")

urlpatterns = [
    path("near/", near.near, name="near"),
    path("list/", facilities.my_list, name="list"),
    path("states/", towns.state_list, name="states"),
    path("states/<slug:slug>/", towns.state, name="state"),
    path("states/<town:key>/", towns.town, name="town"),
    path("cities/", cities.city_list, name="cities"),
    path("cities/<slug:slug>/", cities.city, name="city"),
    path("cities/<slug:slug>/sheet/", cities.city_sheet, name="city-sheet"),
    path("cities/<slug:slug>/ranking/", rankings.ranking, name="ranking"),
    path("cities/<slug:slug>/ranking.json", rankings.ranking_file, name="ranking-json"),
    path("cities/<slug:slug>/ranking/<int:number>/", rankings.ranking, name="ranking-version"),
    path("cities/<slug:slug>/ranking/<int:number>.json", rankings.ranking_file, name="ranking-file"),
    path("facilities/<slug:slug>/", facilities.facility, name="facility"),
    path("facilities/<slug:slug>/report/", facilities.report, name="facility-report"),
    path("facilities/<slug:slug>/report/sent/", facilities.reported, name="facility-reported"),
    path("rankings/method/", rankings.method, name="ranking-method"),
]
