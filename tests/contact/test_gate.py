"""The list of bypasses that were tried, each in every way that a row can be written, and what the database answers."""

import re
from collections.abc import Iterator
from typing import cast

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.codes import names_in
from tests.contact.bypasses import CONSENTS, NOTICES, Bypass
from tests.contact.bypasses_of_proof import HISTORY, PROOF, ROWS
from tests.contact.making import make_world
from tests.contact.scene import Scene, make_scene

BYPASSES = [*NOTICES, *CONSENTS, *PROOF, *HISTORY, *ROWS]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), override_settings(), transaction.atomic():
        yield make_scene(make_world(cast(Settings, settings)))
        transaction.set_rollback(True)


@pytest.fixture
def scene(made: Scene, db: None) -> Scene:
    return made.fresh()


def let_through(scene: Scene, bypass: Bypass) -> list[str]:
    """The ways that the database does not refuse, or refuses for another reason."""
    found = []
    with transaction.atomic():
        ways = bypass.ways(scene)
        connection.check_constraints()  # PostgreSQL truncates nothing while some wait to be checked
        for way, attempt in ways:
            try:
                with transaction.atomic():
                    attempt()
                    connection.check_constraints()
            except IntegrityError as error:
                if not re.search(bypass.says, names_in(error)):
                    found.append(f"{way}: {error}")
            else:
                found.append(way)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("bypass", BYPASSES, ids=[bypass.name.replace(" ", "_") for bypass in BYPASSES])
def test_the_database_refuses(scene: Scene, bypass: Bypass) -> None:
    assert let_through(scene, bypass) == []
