"""Large chores in a process of their own. Pillow, the renderer and what they keep are gone with it, and the threads
that send need not wait for Python's lock meanwhile.
"""

import logging
import os
import subprocess
import sys
import time
from threading import Event

from django.conf import settings

LONGEST, LOOK = 3600.0, 0.2  # seconds
END = 20.0  # for what is in hand
log = logging.getLogger(__name__)


def chores(stop: Event) -> bool:
    """Whether all that were due could be done. Their claims outlast this process, so one that is killed loses nothing:
    another does it later."""
    return run(stop, "manage.py", "deliver", "--chores", f"--parent={os.getpid()}")


def run(stop: Event, *command: str) -> bool:
    process = subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)
    until = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < until and not stop.is_set():
        stop.wait(LOOK)
    try:
        if process.poll() is None:
            process.terminate()
        code = process.wait(END)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if code < 0 and not stop.is_set():
        log.error("The process of the large chores ended by signal %s.", -code)
    return code == 0
