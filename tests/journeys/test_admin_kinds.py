"""That no page of the admin is forgotten by the journeys that go over all of them."""

import pytest
from pytest_django import Settings

from tests.journeys.admin_kinds import LOG_IN, NO_PAGES, ROWS, fill, listed, names, refused
from tests.journeys.conftest import Staff


def test_every_address_of_the_admin_is_in_the_list_and_none_is_left_out_without_a_reason() -> None:
    shut = {name for name, _row, _path in refused()}
    assert names() == listed() | NO_PAGES | shut | {LOG_IN}
    assert not listed() & NO_PAGES


@pytest.mark.django_db
@pytest.mark.parametrize("app", ROWS)
def test_what_the_list_leaves_out_is_shown_to_nobody(staff: Staff, settings: Settings, app: str) -> None:
    keys, client = fill(app, settings), staff(superuser=True)
    for _name, row, path in refused():
        if row.startswith(app):
            answer = client.get(f"/admin/{row}{path.format(keys[row.split('/')[1]])}")
            assert answer.status_code in (302, 403, 404), row
