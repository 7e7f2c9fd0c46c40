"""How the C library keeps memory for a process with threads."""

import ctypes
from contextlib import suppress

# Its names for mallopt, and what they are set to.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
LARGE = 128 * 1024


def keep_small() -> None:
    """By itself glibc gives each thread a heap of its own, of which each keeps what it ever needed, and keeps more the
    more was asked for at once. One heap is enough: one of Python's threads runs at a time. Other systems' libraries
    have no such function, or none of these names."""
    with suppress(AttributeError, OSError):
        tune = ctypes.CDLL(None).mallopt
        for name, value in ((ARENA_MAX, 1), (TRIM_THRESHOLD, LARGE), (MMAP_THRESHOLD, LARGE)):
            tune(name, value)
