"""What rendering a page costs, in this process: `python -m tests.bench.cold`, with VAR_DIR of a filled site.

Prints a line of JSON for each kind of page: processor milliseconds (median), queries, bytes.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 (Django first)
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402
from django_otp.plugins.otp_static.models import StaticDevice  # noqa: E402

from articles.models import Article, Beside, Question, Tag  # noqa: E402
from articles.models.question import PER_PAGE  # noqa: E402
from facilities.models import City, Facility, Ranking, Town  # noqa: E402
from programs.models import Phase  # noqa: E402
from rehabsite.hot.asking import rendering  # noqa: E402
from rehabsite.hot.tidying import tidied  # noqa: E402
from rehabsite.models import User  # noqa: E402
from rehabsite.staff.presence import PROVED  # noqa: E402
from review.models import Person  # noqa: E402
from search.lists import MOST_PAGES  # noqa: E402

MOST = 200  # different pages of a kind
LEAST = 15  # renders of a kind
django_itself = WSGIHandler()


def render(address: str) -> bytes:
    path, _, query = address.partition("?")
    said: list[str] = []

    def start(status: str, headers: object, _error: object = None) -> Callable[[bytes], object]:
        said.append(status)
        return _unused

    answer = django_itself(rendering(path, query, (1, 1)), start)
    body = b"".join(answer)
    answer.close()
    if not said[0].startswith("200"):
        raise SystemExit(f"{address} answered {said[0]}")
    return body


def _unused(data: bytes) -> None:
    raise AssertionError("Django writes nothing this way")


def kinds() -> Iterator[tuple[str, list[str]]]:
    live = Beside.objects.filter(article__in=Article.objects.published())
    keys = list(live.order_by("pk").values_list("article__slug", flat=True))
    yield "article", [f"/articles/{slug}/" for slug in keys[:: max(1, len(keys) // MOST)]][:MOST]
    yield "home", ["/"]
    yield "list of articles", ["/articles/"]
    last = next(page for page in range(MOST_PAGES, 0, -1) if _is_full(page))
    yield "its last full page", [f"/articles/?page={last}"]
    yield "topics", ["/tags/"]
    yield "topic", [one.get_absolute_url() for one in Tag.objects.filter(slug__startswith="topic-")]
    yield "person", [one.get_absolute_url() for one in Person.objects.filter(slug__startswith="person-")]
    yield "questions", ["/questions/"]
    yield "their last full page", [f"/questions/?page={Question.objects.listed().count() // PER_PAGE}"]
    yield "glossary", ["/glossary/"]
    yield "phase", [one.get_absolute_url() for one in Phase.objects.all()]
    yield "feed", ["/feed.xml"]
    yield "site map, index", ["/sitemap.xml"]
    yield "site map, a file", ["/sitemap/article-0.xml"]
    yield "city", [one.get_absolute_url() for one in City.objects.all()]
    yield "town", [one.get_absolute_url() for one in towns()[:MOST]]
    yield "city, narrowed", [f"{one.get_absolute_url()}?medicine=methadone" for one in City.objects.all()]
    yield "states", ["/states/"]
    yield "state", ["/states/tx/", "/states/ca/"]
    yield "corrections", ["/corrections/"]
    yield "facility", [one.get_absolute_url() for one in Facility.objects.listed()[:MOST]]
    yield "ranking", [f"{one.city.get_absolute_url()}ranking/" for one in Ranking.objects.published()[:2]]
    yield "help", ["/help/"]
    yield "near", [f"/near/?place={code}" for code in ("78701", "90012", "79901", "10001", "60601")]


def towns() -> QuerySet[Town]:
    return Town.objects.filter(facilities__isnull=False).exclude(name__in=City.objects.values("name")).distinct()


def _is_full(page: int) -> bool:
    from articles.listing import List, keys

    return keys(List.ALL)[page * 12 - 1 : page * 12].exists()


def desk() -> Iterator[tuple[str, str]]:
    yield "desk", "/admin/"
    yield "calendar", "/admin/calendar/"
    yield "link report", "/admin/links/"
    yield "admin, articles", "/admin/articles/article/"
    yield "admin, search", "/admin/articles/article/?q=buprenorphine"


def signed_in() -> Client:
    """A browser of a site manager's, second step and all."""
    user = User.objects.create_user(f"bench-{time.time_ns()}", is_staff=True, is_superuser=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[PROVED] = time.time()
    session[DEVICE_ID_SESSION_KEY] = StaticDevice.objects.create(user=user, name="bench").persistent_id
    session.save()
    return client


def measure(name: str, addresses: list[str], least: int, ask: Callable[[str], bytes]) -> None:
    ask(addresses[0])
    times, size = [], 0
    for address in (addresses * least)[: max(least, len(addresses))]:
        began = time.process_time()
        body = ask(address)
        times.append(1000 * (time.process_time() - began))
        size = max(size, len(tidied(body)))
    with CaptureQueriesContext(connection) as asked:
        ask(addresses[-1])
    print(json.dumps({"name": name, "ms": median(times), "queries": len(asked), "bytes": size}), flush=True)


def main() -> None:
    if "addresses" in sys.argv:
        for slug in Article.objects.published().values_list("slug", flat=True)[:10_000]:
            print(f"/articles/{slug}/")
        for one in (*City.objects.all(), *towns()[:1]):
            print(one.get_absolute_url())
        return
    for name, addresses in kinds():
        if addresses:  # the demo has no town beside its cities
            measure(name, addresses, LEAST, render)
    client = signed_in()

    def ask(address: str) -> bytes:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        return answer.content

    for name, address in desk():
        measure(name, [address], 5, ask)


if __name__ == "__main__":
    main()
