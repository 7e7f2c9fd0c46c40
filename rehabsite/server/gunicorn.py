"""How gunicorn serves the site: `.venv/bin/python -m gunicorn --config python:rehabsite.server.gunicorn`."""

import gc
import json
import logging
import os
import re
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from gunicorn.glogging import Logger
from gunicorn.http import message

from rehabsite import private_logging, request_id
from rehabsite.private_files import OTHERS, keep_private
from rehabsite.server import answering, memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")

MILLISECOND = timedelta(milliseconds=1)
# What readers ask for, most of the time: nothing to quote, and nothing that opens anything.
PLAIN = re.compile(r"(?!.*/(?:preview|inquiry|forwarded)/)/[a-z0-9./-]*", re.ASCII)
REPLACED = "REHABSITE_REPLACED"  # this process, and the workers that it had before SIGHUP
LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Logs without what a visitor searched for, which private link they hold, what they sent, or who they are: no
    address, no query, no referrer, no browser.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(private_logging.formatter())
        for level in LEVELS:  # called directly, a record knows which file its sentence is in
            setattr(self, level, getattr(self.error_log, level))

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """One line, put together here: gunicorn's own way first collects all that is known of a request."""
        if self.access_log_enabled:
            # Quoted again, so that no line can be forged. A request that makes no sense has no path.
            path = environ.get("PATH_INFO") or ""
            shown = (
                path
                if PLAIN.fullmatch(path)
                else quote(private_logging.public_part(path).encode("latin-1", "replace"))
            )
            status, _, _ = str(resp.status).partition(" ")
            milliseconds = request_time // MILLISECOND
            method = environ.get("REQUEST_METHOD", "-")
            if settings.LOG_FORMAT == "json":
                number = request_id.known(environ.get(request_id.HEADER))
                line = _object(method, shown, int(status), resp.sent, milliseconds, number)
            else:
                line = f"{_now(int(time.time()))} {method} {shown} {status} {resp.sent} {milliseconds}ms"
            self.access_log.handle(logging.LogRecord("gunicorn.access", logging.INFO, "", 0, line, None, None))


def _object(method: str, path: str, status: int, sent: int, milliseconds: int, number: str) -> str:
    told = {"name": "access", "method": method, "path": path, "status": status, "bytes": sent, "ms": milliseconds}
    return json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **told, "request_id": number})


@lru_cache(maxsize=1)
def _now(second: int) -> str:
    return time.strftime("[%d/%b/%Y:%H:%M:%S %z]", time.localtime(second))


def tune_sqlite() -> None:
    """SQLite may keep 2 MB of its file for each connection, and each thread has one. A page needs a few dozen kB of
    it, and the system keeps the file in memory anyway. What a statement may have to take back stays in memory, and no
    file is made for it: a few messages that are written together would need one."""
    options = settings.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += " PRAGMA cache_size=-400; PRAGMA temp_store=MEMORY;"


def on_starting(server: Any) -> None:
    """Once, before the first process that serves. What is loaded stays: looking for garbage in it takes long, and
    makes each process a copy of its own. So what is left is little, and looking through it more often than Python does
    by itself costs little and keeps a process smaller.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(700, 5, 5)
    if not settings.INQUIRY_PUBLIC_KEY:
        server.log.warning("The contact form is closed, since INQUIRY_PUBLIC_KEY is not set.")


def on_reload(server: Any) -> None:
    """SIGHUP: the program begins anew in the same process. Since it is loaded before its workers are, gunicorn by
    itself would go on with the code of before. The old workers serve meanwhile."""
    old = " ".join(map(str, (os.getpid(), *server.WORKERS)))
    sockets = ",".join(str(listener.fileno()) for listener in server.LISTENERS)
    again = {"GUNICORN_PID": str(os.getpid()), "GUNICORN_FD": sockets, REPLACED: old}
    os.chdir(server.START_CTX["cwd"])
    os.execvpe(server.START_CTX[0], server.START_CTX["args"], server.cfg.env_orig | again)  # noqa: S606 (itself)


def when_ready(server: Any) -> None:
    """The new code is loaded, and workers of it begin now. Those of before end after what they have in hand."""
    process, *workers = map(int, os.environ.pop(REPLACED, "0").split())
    for worker in workers if process == os.getpid() else ():
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGTERM)


def post_worker_init(worker: Any) -> None:
    """Ctrl-C reaches every process of the terminal, and the first of them then stops the others with a signal of its
    own. A worker that takes both may wait for itself for ever; so it takes the second alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


gc.disable()  # until all is loaded: see `on_starting`
memory.keep_small()
tune_sqlite()
answering.install()
keep_private(settings.VAR_DIR)
umask = OTHERS  # gunicorn's own default is 0: its workers would undo ours
# SIGUSR2 runs the same command again. As `-m gunicorn` its own folder would hide modules of Python's with its own.
if Path(sys.argv[0]).name == "__main__.py":
    sys.argv[0] = str(Path(sys.executable).parent / "gunicorn")

wsgi_app = "rehabsite.wsgi:application"
bind = [f"[{settings.BIND}]:{settings.PORT}" if ":" in settings.BIND else f"{settings.BIND}:{settings.PORT}"]
worker_class = "rehabsite.server.threads.Worker"
# The processes share what loading the site takes, and it is loaded once. No thread or connection exists before that.
preload_app = True
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
timeout = 60
graceful_timeout = 25
keepalive = 5
# A search for 10,000 characters has an answer too, each up to four bytes and each byte written as "%F0". Gunicorn
# would lower any limit to 8,190. A client may make it hold six times as much in headers anyway.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
# A worker says that it lives by touching a file; in memory, a slow disk cannot make it look dead.
MEMORY = Path("/dev/shm")  # noqa: S108 (its files are gunicorn's own, under names that no one can guess)
worker_tmp_dir = str(MEMORY) if os.access(MEMORY, os.W_OK | os.X_OK) else None
# Django takes X-Forwarded-* from TRUSTED_PROXIES alone, and gunicorn is to believe no one else either.
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXIES)
# Its default takes SCRIPT_NAME from them too, and with that another page for the path that was asked.
forwarder_headers = ""
control_socket_disable = True
max_requests = 0
logger_class = DiscreetLogger
loglevel = "warning"
accesslog = "-"  # what is in it: `DiscreetLogger.access`
