"""How gunicorn serves the site: `.venv/bin/python -m gunicorn --config python:rehabsite.gunicorn`."""

import os
import re
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from gunicorn.glogging import Logger
from gunicorn.http import message

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")

# A link under one of these is its own key: whoever reads it in a log could use it.
CAPABILITIES = re.compile(r"/(preview)/.+")


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """An access log without what a visitor searched for, which private link they hold, or who they are."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        # Cut in the decoded path, where "/%70review/" is what it means; quoted again, so that no line can be forged.
        path = CAPABILITIES.sub(r"/\1/", environ["PATH_INFO"])
        return atoms | {"U": quote(path.encode("latin-1", "replace"))}

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Of a request that it cannot read, gunicorn would tell the sender's address and the request itself."""
        unreadable = msg.startswith("Invalid request from")
        super().warning("A request could not be read." if unreadable else msg, *args, **kwargs)


def post_worker_init(worker: Any) -> None:
    """Ctrl-C reaches every process of the terminal, and the first of them then stops the others with a signal of its
    own. A worker that takes both may wait for itself for ever; so it takes the second alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


wsgi_app = "rehabsite.wsgi:application"
bind = [f"{settings.BIND}:{settings.PORT}"]
worker_class = "gthread"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
timeout = 60
graceful_timeout = 25
keepalive = 5
# A search for 10,000 characters has an answer too, each up to four bytes and each byte written as "%F0". Gunicorn
# would lower any limit to 8,190. A client may make it hold six times as much in headers anyway.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
# A worker says that it lives by touching a file; in memory, a slow disk cannot make it look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Django takes X-Forwarded-* from TRUSTED_PROXIES alone, and gunicorn is to believe nobody else either.
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXIES)
control_socket_disable = True
max_requests = 0
logger_class = DiscreetLogger
loglevel = "warning"
accesslog = "-"
# No address, no query, no referrer, no browser: those would tell who looked for treatment, and for what.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
