"""What rendering a page costs, in this process: `python -m tests.bench.cold`, with VAR_DIR of a filled site.

Prints a line of JSON for each kind of page: processor milliseconds (median), queries, bytes.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 (Django first)
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Beside, Tag  # noqa: E402
from facilities.models import City, Facility, Ranking  # noqa: E402
from programs.models import Phase  # noqa: E402
from rehabsite.hot.asking import rendering  # noqa: E402
from rehabsite.hot.tidying import tidied  # noqa: E402
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
    keys = list(Beside.objects.order_by("pk").values_list("article__slug", flat=True))
    yield "article", [f"/articles/{slug}/" for slug in keys[:: max(1, len(keys) // MOST)]][:MOST]
    yield "home", ["/"]
    yield "list of articles", ["/articles/"]
    last = next(page for page in range(MOST_PAGES, 0, -1) if _is_there(page))
    yield "its last page", [f"/articles/?page={last}"]
    yield "topics", ["/tags/"]
    yield "topic", [one.get_absolute_url() for one in Tag.objects.filter(slug__startswith="topic-")]
    yield "person", [one.get_absolute_url() for one in Person.objects.filter(slug__startswith="person-")]
    yield "questions", ["/questions/"]
    yield "glossary", ["/glossary/"]
    yield "phase", [one.get_absolute_url() for one in Phase.objects.all()]
    yield "feed", ["/feed.xml"]
    yield "site map, index", ["/sitemap.xml"]
    yield "site map, a file", ["/sitemap/article-0.xml"]
    yield "city", [one.get_absolute_url() for one in City.objects.all()]
    yield "facility", [one.get_absolute_url() for one in Facility.objects.listed()[:MOST]]
    yield "ranking", [f"{one.city.get_absolute_url()}ranking/" for one in Ranking.objects.published()[:2]]
    yield "help", ["/help/"]


def _is_there(page: int) -> bool:
    from articles.listing import List, keys

    return keys(List.ALL)[(page - 1) * 12 : page * 12].exists()


def main() -> None:
    for name, addresses in kinds():
        render(addresses[0])
        times, size = [], 0
        for address in (addresses * LEAST)[: max(LEAST, len(addresses))]:
            began = time.process_time()
            body = render(address)
            times.append(1000 * (time.process_time() - began))
            size = max(size, len(tidied(body)))
        with CaptureQueriesContext(connection) as asked:
            render(addresses[-1])
        print(json.dumps({"name": name, "ms": median(times), "queries": len(asked), "bytes": size}), flush=True)


if __name__ == "__main__":
    main()
