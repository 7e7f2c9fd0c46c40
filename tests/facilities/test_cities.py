"""Cities: hidden, and deleted while nothing hangs on them."""

from collections.abc import Callable

import pytest
from django.test import Client

from facilities.models import City, Facility
from facilities.services.cities import delete_city
from tests.articles.making import make_article
from tests.codes import refused
from tests.conftest import StaffClient
from tests.facilities.ranked import make_facility

Staff = Callable[..., StaffClient]
pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City.objects.get(slug="los-angeles")


def test_a_city_on_which_nothing_hangs_is_deleted_and_its_facilities_stay(
    staff: Staff, client: Client, city: City
) -> None:
    facility = make_facility("harbor", city=city, postal_city="Los Angeles", zip="90012")
    page = f"/admin/facilities/city/{city.pk}/delete/"
    manager = staff("site-manager")
    assert "Los Angeles" in manager.get(page).content.decode()
    manager.post(page, {"post": "yes"})
    assert not City.objects.filter(pk=city.pk).exists()
    assert Facility.objects.get(pk=facility.pk).city is None
    assert client.get("/facilities/harbor/").status_code == 200
    assert client.get("/cities/los-angeles/").status_code == 404


def test_a_city_with_an_article_stays_and_the_article_is_named(staff: Staff, city: City) -> None:
    article = make_article(title="Paying for care")
    article.city = city
    article.save(update_fields=["city"])
    manager = staff("site-manager")
    page = f"/admin/facilities/city/{city.pk}/delete/"
    assert "Paying for care" in manager.get(page).content.decode()
    manager.post(page, {"post": "yes"})
    assert City.objects.filter(pk=city.pk).exists()
    with refused("in-use"):
        delete_city(city=city, by=manager.user)


@pytest.mark.parametrize("role", ["writer", "editor", "medical-reviewer", "intake"])
def test_nobody_but_a_site_manager_deletes_one(staff: Staff, city: City, role: str) -> None:
    person = staff(role)
    assert person.post(f"/admin/facilities/city/{city.pk}/delete/", {"post": "yes"}).status_code == 403
    with refused("not-your-role"):
        delete_city(city=city, by=person.user)


def test_asking_what_hangs_on_a_city_changes_nothing(staff: Staff, city: City) -> None:
    facility = make_facility("harbor", city=city, postal_city="Los Angeles", zip="90012")
    staff("site-manager").get(f"/admin/facilities/city/{city.pk}/delete/")
    facility.refresh_from_db()
    assert facility.city == city
