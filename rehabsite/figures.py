"""Figures for Prometheus: whether mail goes out and the chores are done. Nothing about anyone who reads or writes.

They are read from the database, so every process of the site tells the same, but for the disks, which are those of its
host. Requests are counted by the proxy.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from contact import health, tombstones
from rehabsite.models import Chore
from rehabsite.status import cache_answers

__all__ = ["CONTENT_TYPE_LATEST", "text"]


def text() -> bytes:
    registry = CollectorRegistry()
    registry.register(_Figures())
    return generate_latest(registry)


class _Figures(Collector):
    def collect(self) -> Iterator[Metric]:
        found = health.outbox()
        yield InfoMetricFamily("rehabsite", "The version that runs.", {"version": settings.VERSION})
        yield _gauge("workers", "Workers that are alive.", found.workers)
        yield _gauge("worker_seen_seconds", "Since any worker was last seen alive.", _since(found.seen))
        yield _gauge("outbox_waiting", "Mails and calls that wait.", found.waiting)
        yield _gauge("outbox_oldest_seconds", "Since the oldest of them was made.", _since(found.oldest))
        yield _gauge("outbox_late_seconds", "Since the one that is most overdue should have gone.", _since(found.due))
        yield _gauge("cache_up", "Whether the cache that all processes share answers.", int(cache_answers()))
        yield _gauge("held", "Whether nothing is sent, after a restore.", int(tombstones.is_held()))
        yield from _chores()
        yield from _disks()


def _chores() -> Iterator[Metric]:
    since = GaugeMetricFamily("rehabsite_chore_done_seconds", "Since a chore was last done.", labels=["chore"])
    failed = GaugeMetricFamily("rehabsite_chore_failed", "Whether it failed the last time.", labels=["chore"])
    for chore in Chore.objects.order_by("name"):
        since.add_metric([chore.name], _since(chore.done_at))
        failed.add_metric([chore.name], int(bool(chore.problem)))
    yield since
    yield failed


def _disks() -> Iterator[Metric]:
    free = GaugeMetricFamily("rehabsite_disk_free_bytes", "Free on the disk of a folder.", labels=["folder"])
    writable = GaugeMetricFamily("rehabsite_disk_writable", "Whether it can be written to.", labels=["folder"])
    for disk in health.disks():
        free.add_metric([disk.name], disk.free)
        writable.add_metric([disk.name], int(disk.writable))
    yield free
    yield writable


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"rehabsite_{name}", words, value)


def _since(moment: datetime | None) -> float:
    """Nought if there is none: nothing waits, or nothing was seen yet."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0
