"""Fixtures that every test may use."""

import atexit
import fcntl
import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client, TransactionTestCase
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice
from pytest_django import DjangoDbBlocker

from articles.services import cards
from facilities.services import locating
from facilities.services.demo import load_cities
from markup.share_cards import Card, draw
from rehabsite.models import User
from rehabsite.staff.presence import PROVED
from rehabsite.staff.roles import ROLES
from tests.demo import FOLDER, seeded
from tests.facilities.placed import few_places
from tests.longest import long_ones_first
from tests.pristine import remember
from tests.same_on_both import is_asked_for, is_same, is_test_same
from tests.site.place import begin

settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
atexit.register(shutil.rmtree, settings.VAR_DIR, ignore_errors=True)
# Playwright's own event loop runs in the test's thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# What is made while tests are found stays until the end: the collector need not look at it again and again.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What would be the same on PostgreSQL is not even read there."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" or is_asked_for(collection_path, config.args):
        return None
    return is_same(collection_path) or None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Marks what needs a database, for the second run on PostgreSQL, and puts what waits longest first."""
    for item in items:
        if is_test_same(item.nodeid):
            continue
        if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
    yield  # what was not asked for is taken out
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0)):
        items[:] = long_ones_first(items, workers)


@pytest.fixture(scope="session", autouse=True)
def _few_places() -> Iterator[None]:
    """An import and the demo fill the table of ZIP codes and towns, and the whole country takes them seconds."""
    with patch.object(locating, "make_table", few_places):
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_card() -> Iterator[None]:
    """A card takes longer to draw than an article to publish. Where no one looks at it, one is every article's;
    `cards_drawn` draws each.
    """
    drawn = cache(lambda: draw(Card("Rehabsite", "An article")))
    with patch.object(cards, "draw", lambda card: drawn()):
        yield


draw_once = lru_cache(200)(draw)


@pytest.fixture
def cards_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the site does it. Those that say the same are drawn once for all tests."""
    monkeypatch.setattr(cards, "draw", draw_once)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, shared: Path
) -> Iterator[Callable[[], None]]:
    """A test that commits leaves behind what migrations made, and nothing else. The value does that at once."""
    FOLDER.append(shared)
    with django_db_blocker.unblock():
        load_cities()
        put_back = remember()
    with patch.object(TransactionTestCase, "_fixture_teardown", lambda self: put_back()):
        yield put_back


@pytest.fixture(scope="class")
def demo(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo's content, for a test or a class of them."""
    with seeded(django_db_blocker, django_db_setup):
        yield


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A site that has started from nothing, and what it said: see `begin`. Once, for all workers."""
    folder = shared / "begun"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            beginning = tmp_path_factory.mktemp("beginning")
            (beginning / "var").mkdir()
            begin(beginning)
            beginning.rename(folder)
    return folder


@pytest.fixture(scope="session")
def prepared(begun: Path) -> Path:
    """The data of a site that has started and that no one has written to: take a copy."""
    return begun / "var"


@pytest.fixture
def started_before(prepared: Path, tmp_path: Path) -> Path:
    """Data of its own for a process of the site, which then starts in a third of the time."""
    return Path(shutil.copytree(prepared, tmp_path, dirs_exist_ok=True))


class StaffClient(Client):
    """A browser in which `user` has signed in, second step and all."""

    user: User


@pytest.fixture
def staff(db: None) -> Callable[..., StaffClient]:
    """`staff("editor")`, or `staff(superuser=True)`: each call is another person."""
    made = iter(range(1, 100))

    def sign_in(role: str | None = None, *, superuser: bool = False) -> StaffClient:
        name = f"{role or 'admin'}-{next(made)}"
        user = User.objects.create_user(name, is_staff=True, is_superuser=superuser)
        if role:
            user.groups.add(Group.objects.get(name=ROLES[role].group))
        client = StaffClient()
        client.user = user
        # As signing in leaves it. `Client.force_login` writes the same session three times.
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[PROVED] = time.time()
        session[DEVICE_ID_SESSION_KEY] = StaticDevice.objects.create(user=user, name="tests").persistent_id
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _nothing_failed_before() -> None:
    """What one test broke is not mailed in the next one."""
    shutil.rmtree(settings.VAR_DIR / "errors", ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Pages kept for one test's content are not the next one's."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()
