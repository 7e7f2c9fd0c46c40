import pytest
from pytest_django import Settings

from tests.contact.making import World, make_world


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    return make_world(settings)
