from math import inf
from time import monotonic


class Deadline:
    """A time that holds for a whole exchange: look-up, connecting, encryption, each byte of the answer.

    Time-outs of sockets count again with each byte, so a server that answers drop by drop is never too late for them.
    """

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._until

    def left(self, most: float = inf) -> float:
        """Seconds for the next step. Raises TimeoutError when none are left."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)
