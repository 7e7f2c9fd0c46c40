from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests.conftest import StaffClient
from tests.contact.making import World, make_world


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    return make_world(settings)


@pytest.fixture
def desk(staff: Callable[..., StaffClient], world: World) -> StaffClient:
    """Someone at the intake desk, in a world with facilities to tell."""
    return staff("intake")
