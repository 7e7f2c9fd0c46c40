"""The server's own settings, and what it writes down."""

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from gunicorn import arbiter as gunicorn_arbiter
from gunicorn.config import Config
from gunicorn.http.errors import InvalidRequestLine
from gunicorn.workers.base import Worker
from pytest_django import Settings

from contact.crypto import sealing
from rehabsite.server import gunicorn, threads


class Caught(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def line(path: str, query: str = "") -> str:
    config = Config()
    config.set("accesslog", "-")
    logger = gunicorn.DiscreetLogger(config)
    caught = Caught()
    logger.access_log.addHandler(caught)
    environ = {
        "REMOTE_ADDR": "203.0.113.9",
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"{path}?{query}",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "http://127.0.0.1/articles/naloxone/",
        "HTTP_USER_AGENT": "Some browser",
    }
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    try:
        logger.access(answer, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=3))
    finally:
        logger.access_log.removeHandler(caught)
    return caught.lines[0]


def test_a_request_leaves_a_line() -> None:
    assert line("/articles/").endswith(" GET /articles/ 200 12 3ms")


def test_nobody_is_named_in_it() -> None:
    written = line("/search/", query="q=methadone")
    for private in ("203.0.113.9", "methadone", "naloxone", "Some browser"):
        assert private not in written


def test_a_private_link_is_cut_before_its_key() -> None:
    assert " /preview/ " in line("/preview/aaa:bbb:ccc/")
    assert "bbb" not in line("/preview/aaa:bbb/ccc")


@pytest.mark.parametrize(
    "path",
    [
        "/inquiry/Zm9vYmFyYmF6cXV4/",
        "/inquiry/Zm9vYmFyYmF6cXV4/withdraw/",
        "/forwarded/Zm9vYmFyYmF6cXV4",
        "/Inquiry/Zm9vYmFyYmF6cXV4/",
        "/inqury/Zm9vYmFyYmF6cXV4/",
        "//inquiry//Zm9vYmFyYmF6cXV4/",
        "/inquiry/Zm9vY\nmFyYmF6cXV4/",
        "/inquiry/mFyYmF6".lower() + "/mFyYmF6",
    ],
)
def test_no_link_that_opens_an_inquiry_is_written_down_however_it_is_spelt(path: str) -> None:
    assert "mFyYmF6" not in line(path)


@pytest.mark.parametrize("path", ["/articles/starting-buprenorphine/", "/static/base.5f0d3c1e9a7b.css", "/contact/"])
def test_other_addresses_stay_whole(path: str) -> None:
    assert f" {path} " in line(path)


@pytest.fixture
def logged() -> Iterator[tuple[gunicorn.DiscreetLogger, list[str]]]:
    """gunicorn's own log of errors, and what is written into it."""
    logger = gunicorn.DiscreetLogger(Config())
    caught = Caught()
    caught.setFormatter(logger.error_log.handlers[0].formatter)
    logger.error_log.addHandler(caught)
    yield logger, caught.lines
    logger.error_log.removeHandler(caught)


def test_a_request_that_makes_no_sense_is_not_repeated_in_the_log(
    logged: tuple[gunicorn.DiscreetLogger, list[str]],
) -> None:
    logger, lines = logged
    worker = Worker(0, 0, [], None, 1, Config(), logger)
    peer = ("203.0.113.9", 1)
    request = SimpleNamespace(
        method="POST", uri="/inquiry/abc?quillon", query="quillon", body=None, version=(1, 1), headers=[]
    )
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker.handle_error(None, ours, peer, InvalidRequestLine("GET /inquiry/abc quillon@example.org"))
        worker.handle_error(request, ours, peer, ValueError("quillon"))
    worker.tmp.close()
    assert len(lines) == 2
    for private in ("203.0.113.9", "quillon", "abc"):
        assert private not in "".join(lines)
    assert "Error handling request" in lines[1]


def test_what_gunicorn_says_of_itself_stays(logged: tuple[gunicorn.DiscreetLogger, list[str]]) -> None:
    logger, lines = logged
    logger.error_log.handle(
        logging.LogRecord(
            "gunicorn.error", 50, str(gunicorn_arbiter.__file__), 1, "WORKER TIMEOUT (pid:%s)", (42,), None
        )
    )
    assert lines[0].endswith("CRITICAL gunicorn.error WORKER TIMEOUT (pid:42)")


@pytest.mark.parametrize(("key", "said"), [("", 1), (sealing.make_pair()[0], 0)], ids=["closed", "open"])
def test_a_start_without_a_key_says_once_that_the_form_is_closed(
    key: str, said: int, settings: Settings, logged: tuple[gunicorn.DiscreetLogger, list[str]]
) -> None:
    settings.INQUIRY_PUBLIC_KEY = key
    logger, lines = logged
    gunicorn.on_starting(SimpleNamespace(log=logger))
    assert [True for one in lines if "The contact form is closed" in one] == [True] * said


@pytest.mark.parametrize("path", ["/a\n[01/Jan/2026] GET /forged 200", "/\x1b[31m", "/a b"])
def test_a_path_cannot_forge_a_line(path: str) -> None:
    written = line(path)
    assert written.isprintable()
    assert written.count(" ") == line("/").count(" ")


def test_a_request_that_cannot_be_read_is_not_written_down(logged: tuple[gunicorn.DiscreetLogger, list[str]]) -> None:
    logger, lines = logged
    request, ip = "GET /search/?q=methadone now HTTP/1.1 100%", "203.0.113.9"
    logger.warning("Invalid request from ip={ip}: {error}".format(ip=ip, error=request))  # noqa: UP032 (as gunicorn does)
    assert len(lines) == 1
    assert "203.0.113.9" not in lines[0]
    assert "methadone" not in lines[0]


def test_only_the_sites_own_proxies_are_believed() -> None:
    assert gunicorn.forwarded_allow_ips == "", "gunicorn's default would believe this machine"
    assert gunicorn.forwarder_headers == "", "nor may a proxy say under which path the site lies"


def test_a_worker_leaves_ctrl_c_to_the_process_that_started_it() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        gunicorn.post_worker_init(None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_reload_begins_anew_with_the_code_of_now_and_ends_the_old_workers_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Gunicorn's own would go on with what was loaded before. Another process with the same environment ends none."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as worker,
    ):
        server = SimpleNamespace(
            WORKERS={worker.pid: None}, LISTENERS=[listener], cfg=SimpleNamespace(env_orig={"A": "B"})
        )
        server.START_CTX = {0: "python", "args": ["python", "gunicorn"], "cwd": str(Path.cwd())}
        started: list[object] = []
        monkeypatch.setattr(os, "execvpe", lambda *arguments: started.extend(arguments))
        gunicorn.on_reload(server)
        name, arguments, environment = started
        assert (name, arguments) == ("python", ["python", "gunicorn"])
        assert isinstance(environment, dict)
        assert environment["A"] == "B"
        assert environment["GUNICORN_FD"] == str(listener.fileno())
        old = environment[gunicorn.REPLACED]
        monkeypatch.setenv(gunicorn.REPLACED, f"1 {worker.pid}")
        gunicorn.when_ready(server)
        assert worker.poll() is None
        monkeypatch.setenv(gunicorn.REPLACED, old)
        gunicorn.when_ready(server)
        assert worker.wait(timeout=10) == -signal.SIGTERM
        gunicorn.when_ready(server)


def test_every_setting_is_one_that_gunicorn_knows() -> None:
    ours = {name for name in vars(gunicorn) if name.islower() and not name.startswith("_")}
    imported = {name for name, value in vars(gunicorn).items() if callable(value) or isinstance(value, ModuleType)}
    hooks = {"on_starting", "on_reload", "when_ready", "post_worker_init"}
    assert (ours - imported - {"settings"}) | hooks <= set(Config().settings)


def test_who_waits_at_the_end_is_served_and_who_comes_later_refused_at_once() -> None:
    """Gunicorn's own worker let the system take connections until its end, and then reset them all."""
    with socket.create_server(("127.0.0.1", 0), backlog=10) as listener:
        address = listener.getsockname()
        waiting = [socket.create_connection(address) for _ in range(5)]
        worker = threads.Worker(0, os.getppid(), [listener], None, 60, Config(), logging.getLogger("tests"))
        taken: list[object] = []
        worker.enqueue_req = taken.append
        worker.set_accept_enabled(False)
        assert not taken, "it goes on"
        worker.alive = False
        worker.set_accept_enabled(False)
        assert len(taken) == len(waiting)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address)
        for one in (*waiting, *(connection.sock for connection in taken), worker.tmp):  # type: ignore[attr-defined]
            one.close()


def test_of_many_who_come_at_once_another_process_may_take_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[str] = []
    monkeypatch.setattr("os.sched_yield", lambda: did.append("lets others go first"))
    with socket.create_server(("127.0.0.1", 0), backlog=10) as listener:
        waiting = [socket.create_connection(listener.getsockname()) for _ in range(3)]
        worker = threads.Worker(0, os.getppid(), [listener], None, 60, Config(), logging.getLogger("tests"))
        taken: list[Any] = []
        worker.enqueue_req = taken.append
        for number in range(len(waiting)):
            worker.accept(listener)
            assert len(taken) == number + 1
            did.append("takes one")
        for one in (*waiting, *(connection.sock for connection in taken), worker.tmp):
            one.close()
    assert did == ["takes one", *["lets others go first", "takes one"] * 2]
