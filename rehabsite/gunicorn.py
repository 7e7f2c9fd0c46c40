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
