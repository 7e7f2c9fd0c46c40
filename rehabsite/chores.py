"""What is to be done again and again, by whichever worker comes first: no cron is needed.

Any number of workers ask. A chore is claimed for CLAIM at most: if its worker is killed, another one does it then.
"""

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import NamedTuple

import django.db
from django.conf import settings
from django.utils import timezone

from articles.services import cards
from contact import worker
from contact.services import replaying, telling
from rehabsite.models import Chore
from review.services import passing, publishing
from review.services.rerendering import unreviewed_html
from search import links

CLAIM, AGAIN = timedelta(minutes=10), timedelta(minutes=1)
LATE = timedelta(minutes=15)
# A timer does it, or a person, in a process of its own.
BACK_UP, BACK_UP_WITHIN = "back up", timedelta(days=2)
log = logging.getLogger(__name__)


class Stopped(Exception):
    """The worker ends. What is left of the chore is done by the next one."""


_stop: ContextVar[Event | None] = ContextVar("stop", default=None)


def pause() -> None:
    """Between two parts of a chore, each of which stands by itself."""
    if (stop := _stop.get()) and stop.is_set():
        raise Stopped


class Row(NamedTuple):
    """`again` is how soon one that failed is tried once more. One that is `large` loads what few others need, such as
    Pillow or the renderer, and would keep it in a worker for good."""

    name: str
    every: timedelta
    do: Callable[[], object]
    again: timedelta = AGAIN
    large: Callable[[], bool] = lambda: False


def _always() -> bool:
    return True


def publish() -> None:
    for revision in publishing.publish_due():
        log.info("Published %s on schedule.", revision.subject.get_absolute_url())


def draw() -> None:
    if failed := cards.draw_missing(pause=pause).failed:
        raise RuntimeError(f"{failed} cards could not be drawn.")
    cards.sweep()


def check_reviewed() -> None:
    if wrong := unreviewed_html(pause):
        for line in wrong:
            log.error("Not what was reviewed: %s.", line)
        raise RuntimeError(f"{len(wrong)} pages are not what was reviewed.")


def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHORES = (
    Row("publish what is due", MINUTE, publish, large=publishing.is_due),
    Row("stop what may not go", MINUTE, worker.keep_house),
    Row("tell colleagues who can sign in", MINUTE, telling.tell_colleagues),
    Row("delete what was kept long enough", HOUR, lambda: worker.purge_due(pause)),
    Row("write down what was taken back", HOUR, replaying.catch_up),
    Row("draw cards", HOUR, draw, large=_always),
    # It renders the whole site, and a difference stays until a person has looked.
    Row("check what was reviewed", DAY, check_reviewed, again=DAY, large=_always),
    # Each change looks at the links it touches. This finds what no change tells of, such as a new release.
    Row("look at links within the site", DAY, links.judge_all, large=_always),
    Row("mark reviews that have passed", DAY, lambda: passing.mark_passed(pause)),
    Row("clear sessions", DAY, clear_sessions),
)


def do_due(rows: Iterable[Row] = CHORES, stop: Event | None = None, apart: Callable[[], bool] | None = None) -> bool:
    """Whether all that was due could be done. One that fails holds up no other. Once `stop` is set it ends between two
    parts of a chore. `apart` calls this in another process, for what is large. Raises what a database that is away
    raises."""
    _stop.set(stop)
    there = dict(Chore.objects.values_list("name", "due_at"))
    now = timezone.now()
    due = [row for row in rows if there.get(row.name, now) <= now]
    large = [row for row in due if apart and row.large()]
    done = [_do(row) for row in due if row not in large and _claim(row)]
    return (not large or not apart or apart()) and all(done)


def problems() -> list[str]:
    """A sentence for each chore that fails or is late."""
    ours = Chore.objects.exclude(name=BACK_UP)
    late = ours.filter(due_at__lt=timezone.now() - LATE).values_list("name", flat=True)
    failed = ours.exclude(problem="").values_list("name", "problem")
    return [f"No worker does this: {name}." for name in late] + [
        f"This is failing, and the log says why: {name} ({problem})." for name, problem in failed
    ]


def backed_up(problem: str = "") -> None:
    """Or tried to, with this problem."""
    Chore.objects.get_or_create(name=BACK_UP, defaults={"due_at": timezone.now()})
    _write_down(BACK_UP, BACK_UP_WITHIN, problem)


def _claim(row: Row) -> bool:
    now = timezone.now()
    Chore.objects.get_or_create(name=row.name, defaults={"due_at": now})
    return bool(Chore.objects.filter(name=row.name, due_at__lte=now).update(due_at=now + CLAIM))


def _do(row: Row) -> bool:
    try:
        pause()
        row.do()
    except django.db.OperationalError:
        raise
    except Stopped:
        Chore.objects.filter(name=row.name).update(due_at=timezone.now())
        return False
    except Exception as error:
        log.exception("This failed: %s.", row.name)
        _write_down(row.name, row.again, type(error).__name__)
        return False
    _write_down(row.name, row.every, "")
    return True


def _write_down(name: str, after: timedelta, problem: str) -> None:
    now = timezone.now()
    values = {"due_at": now + after, "problem": problem} | ({} if problem else {"done_at": now})
    Chore.objects.filter(name=name).update(**values)
