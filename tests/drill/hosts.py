"""`make drill-hosts`: two hosts with a site and a worker each, PostgreSQL, Redis and nginx, killed one by one.

Each host is an address of this machine and a folder of its own. They have nothing in common but the database, the
cache and the settings. SUBMISSIONS comes from the environment.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event, Thread

from tests.contact.mailserver import MailServer
from tests.deploy.nginx import NAME, Nginx, running
from tests.drill.facility import SLUG
from tests.drill.site import Process, Site
from tests.drill.visitors import Crowd
from tests.machine import redis
from tests.ports import free_port
from tests.postgres import Cluster, cluster

HOSTS = ("127.0.0.2", "127.0.0.3")
PUBLISHED_WITHIN = 2.0
WARM_SECONDS = 10.0  # a process of the new server loads the site
GONE_WITHIN = 60.0  # seconds until the worker has sent all that waits


class Host:
    def __init__(self, address: str, folder: Path, environment: dict[str, str]) -> None:
        self.address, self.port = address, free_port()
        self.environment = {**environment, "VAR_DIR": str(folder), "BIND": address, "PORT": str(self.port)}
        self.log = (folder / "log").open("ab")
        self.web = Process(self.environment, self.log, "manage.py", "serve", "--no-release", "--without-worker")
        self.worker = Process(self.environment, self.log, "manage.py", "deliver")

    def shows(self, path: str) -> bool:
        connection = HTTPConnection(self.address, self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": NAME, "X-Forwarded-Proto": "https"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


class Front:
    """What visitors speak to. Each request comes from another address, since nginx counts by address."""

    def __init__(self, nginx: Nginx) -> None:
        self.nginx, self._numbers = nginx, count(1)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        number = next(self._numbers)
        headers = {"sec_fetch_site": "same-origin", "content_type": "application/x-www-form-urlencoded"}
        source = f"127.{1 + number // 60_000 % 200}.{number // 250 % 250}.{1 + number % 250}"
        answer = self.nginx.ask(path, method, body or None, source=source, **headers)  # type: ignore[arg-type]
        return answer.status, answer.headers.get("location", "").removeprefix(f"https://{NAME}"), answer.text


class Readers:
    """They read on and on. Every answer but 200 is an error, and so is none."""

    def __init__(self, front: Front, paths: list[str], number: int = 4) -> None:
        self.front, self.paths, self.stop = front, paths, Event()
        self.seconds: list[float] = []
        self.errors: list[str] = []
        self._threads = [Thread(target=self._read) for _ in range(number)]

    @contextmanager
    def reading(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in self._threads:
                thread.join()

    def _read(self) -> None:
        for number in count():
            if self.stop.is_set():
                return
            path, began = self.paths[number % len(self.paths)], time.monotonic()
            try:
                status = str(self.front.ask("GET", path)[0])
            except (OSError, HTTPException) as error:
                status = type(error).__name__
            self.seconds.append(time.monotonic() - began)
            if status != "200":
                self.errors.append(f"{time.strftime('%H:%M:%S')} {status} {path}")
            time.sleep(0.01)


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[Callable[[], None]]:
    """The value kills it, and starts it again."""
    command = [str(redis()), "--port", str(port), "--save", "", "--dir", str(folder), "--loglevel", "warning"]
    process = [subprocess.Popen(command, stdout=subprocess.DEVNULL)]

    def again() -> None:
        process[0].kill()
        process[0].wait()
        time.sleep(1)
        process[0] = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    try:
        yield again
    finally:
        process[0].kill()
        process[0].wait()


class Drill:
    def __init__(self, stack: ExitStack, folder: Path, submissions: int) -> None:
        self.database: Cluster = stack.enter_context(cluster())
        self.mail = MailServer()
        stack.enter_context(self.mail.listening())
        redis_port = free_port()
        self.kill_redis = stack.enter_context(redis_server(redis_port, folder))
        # Its environment is that of all hosts. Itself, it runs steps that are done once.
        self.site = Site(self._folder(folder, "release"), self.mail.port, self.database.url)
        ports = [(address, free_port()) for address in HOSTS]
        self.nginx: Nginx = stack.enter_context(running(folder / "nginx", ports))
        self.site.environment |= {
            "SITE_URL": f"https://{NAME}",
            "ALLOWED_HOSTS": NAME,
            "OPERATOR_NAME": "The Example Guide",
            "OPERATOR_ADDRESS": "1 Main Street, Austin, TX 78701",
            "BEHIND_TLS_PROXY": "on",
            "TRUSTED_PROXIES": "127.0.0.0/8",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "FRONT_SECONDS": "1",
            "FRONTS": f"http://127.0.0.1:{self.nginx.inner}",
            "LOG_FORMAT": "json",
        }
        self.site.run("manage.py", "release")
        self.hosts = []
        for address, port in ports:
            place = self._folder(folder, address)
            shutil.copytree(folder / "release" / "static", place / "static")
            host = Host(address, place, self.site.environment)
            host.port, host.environment["PORT"] = port, str(port)
            self.hosts.append(host)
        self.site.write_in(0)
        self.publish("naloxone")
        self.front = Front(self.nginx)
        self.crowd = Crowd(self.front, submissions, 4, seed=1)  # type: ignore[arg-type]  # it asks, as a site does
        self.readers = Readers(self.front, ["/", "/articles/naloxone/", f"/facilities/{SLUG}/", "/articles/"])
        self.published: list[float] = []

    def _folder(self, parent: Path, name: str) -> Path:
        (parent / name).mkdir()
        return parent / name

    def publish(self, slug: str) -> None:
        self.site.run("-m", "tests.deploy.scene", "publish", slug)

    def start(self) -> None:
        for host in self.hosts:
            host.web.start()
            host.worker.start()
        for host in self.hosts:
            until(lambda host=host: host.shows("/articles/naloxone/"), 60, f"{host.address} does not answer")  # type: ignore[misc]

    def stop(self) -> None:
        for host in self.hosts:
            host.web.stop()
            host.worker.stop()
            host.log.close()

    def show_a_publication(self, slug: str) -> None:
        """On both hosts and through the front."""
        self.publish(slug)
        began, path = time.monotonic(), f"/articles/{slug}/"
        until(
            lambda: all(host.shows(path) for host in self.hosts) and self.front.ask("GET", path)[0] == 200,
            30,
            f"{slug} does not show",
        )
        until(lambda: path in self.front.ask("GET", "/articles/")[2], 30, f"{slug} is not in the list")
        self.published.append(time.monotonic() - began)

    def kill_each(self) -> None:
        one, two = self.hosts
        steps: list[tuple[str, Callable[[], object]]] = [
            ("web 1", one.web.kill),
            ("worker 1", one.worker.kill),
            ("web 2", two.web.kill),
            ("worker 2", two.worker.kill),
            ("redis", self.kill_redis),
            ("postgresql", self.kill_database),
        ]
        for number, (name, kill) in enumerate(steps):
            say(f"killing {name}")
            kill()
            for host in self.hosts:
                until(lambda host=host: host.shows("/articles/naloxone/"), 60, f"{host.address} is not back")  # type: ignore[misc]
            self.show_a_publication(f"after-{number}")

    def kill_database(self) -> None:
        self.database.stop()
        time.sleep(1)
        self.database.start()

    def update(self) -> None:
        """Without a pause: migrations that the old version can live with, then one host's server by SIGUSR2 and
        the other's by SIGHUP."""
        say("updating")
        for step in ("0001", "0002"):
            next_version = {"DJANGO_SETTINGS_MODULE": "tests.drill.throwaway.settings"}
            self.site.run("manage.py", "migrate", "throwaway", step, **next_version)
            time.sleep(1)
        one, two = self.hosts
        self._replace(one)
        self._reload(two)
        self.show_a_publication("after-the-update")

    def _replace(self, host: Host) -> None:
        old = host.web.pid
        os.kill(old, signal.SIGUSR2)
        new: list[int] = []

        def serves() -> bool:
            """The second server, with a process of its own that answers."""
            new[:] = [pid for pid in children(old) if children(pid)]
            return bool(new)

        until(serves, 60, "no second server came")
        time.sleep(WARM_SECONDS)
        os.kill(old, signal.SIGTERM)
        until(lambda: host.shows("/articles/naloxone/"), 60, f"{host.address} did not come back")

    def _reload(self, host: Host) -> None:
        """As `systemctl reload` does: the same process, with other workers."""
        old = children(host.web.pid)
        os.kill(host.web.pid, signal.SIGHUP)
        until(lambda: (now := children(host.web.pid)) and not set(now) & set(old), 60, "no new worker came")
        until(lambda: host.shows("/articles/naloxone/"), 60, f"{host.address} did not come back")

    def settle(self) -> dict[str, int]:
        told = {reference for visitor in self.crowd.all for reference in visitor.references}
        # A receipt has no reference, but a link that is the person's alone.
        code = "from contact.crypto import links; from contact.models import Inquiry\n"
        code += "for one in Inquiry.objects.all(): print(one.reference, links.token_of(one.link))"
        printed = self.site.run("manage.py", "shell", "--no-imports", "-c", code)
        stored = dict(re.findall(r"^(REF-[A-Z2-7]{16}) (\S+)$", printed, re.MULTILINE))
        status = "from contact import health; print('waiting', health.outbox().waiting)"
        until(
            lambda: "waiting 0" in self.site.run("manage.py", "shell", "--no-imports", "-c", status),
            GONE_WITHIN,
            "mail still waits",
        )
        receipts = " ".join(mail.text for mail in self.mail.taken if mail.to == "pat@example.org")
        return {
            "readers who saw an error": len(self.readers.errors),
            "visitors never told that it was stored": sum(not visitor.told for visitor in self.crowd.all),
            "told, and not stored": len(told - stored.keys()),
            "stored, and no mail to the person": sum(stored.get(one, one) not in receipts for one in told),
            "publications that took longer than two seconds": sum(s > PUBLISHED_WITHIN for s in self.published),
        }


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(one) for one in found.stdout.split()]


def until(ready: Callable[[], object], seconds: float, otherwise: str) -> None:
    limit = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > limit:
            raise RuntimeError(otherwise)
        time.sleep(0.05)


def say(words: str) -> None:
    print(time.strftime("%H:%M:%S"), words, flush=True)


def main() -> int:
    submissions = int(os.environ.get("SUBMISSIONS", "200"))
    with tempfile.TemporaryDirectory(prefix="hosts-") as folder, ExitStack() as stack:
        drill = Drill(stack, Path(folder), submissions)
        stack.callback(drill.stop)
        drill.start()
        drill.front.ask("GET", "/")
        with drill.readers.reading():
            drill.crowd.come()
            drill.kill_each()
            drill.update()
            drill.crowd.wait()
        wrong = drill.settle()
        seconds = sorted(drill.readers.seconds)
        figures = {
            "pages read": len(seconds),
            "median, in milliseconds": round(statistics.median(seconds) * 1000, 1),
            "99 of 100 within": round(seconds[len(seconds) * 99 // 100] * 1000, 1),
            "longest": round(seconds[-1] * 1000, 1),
            "inquiries": len(drill.crowd.all),
            "publications, in seconds": [round(one, 2) for one in drill.published],
        }
        for name, value in figures.items():
            print(f"{name}: {value}")
        print("\nMust be nought:")
        for name, number in wrong.items():
            print(f"  {name}: {number}")
        print(*drill.readers.errors[:20], sep="\n")
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
