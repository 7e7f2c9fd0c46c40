"""The worker class of gunicorn that the site runs: who comes is shared out, and who waits at its end is served."""

import os
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

MOST_WAITING = 4096  # more than the system lets wait, so the loop ends


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's own leaves its socket open while it ends what is in hand: the system goes on to take connections
    there, up to some seconds long, and all of them are reset in the end. This one takes who waits already and closes
    the socket at once. Whoever comes later is refused before a word was said, so a proxy safely asks another server.
    """

    def accept(self, listener: Any) -> None:
        """Many who come at once would all be taken by the process that wakes first, and the others would have nothing
        to do: so one that has somebody lets the others go first."""
        if self.nr_conns:
            os.sched_yield()
        super().accept(listener)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                self._take_who_waits(listener)
                listener.close()

    def _take_who_waits(self, listener: Any) -> None:
        listener.setblocking(False)
        for _ in range(MOST_WAITING):
            before = self.nr_conns
            self.accept(listener)
            if self.nr_conns == before:
                return
