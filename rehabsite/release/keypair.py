"""The pair of keys that `make run` makes on its first start, so that the contact form is open from the beginning."""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from contact.crypto import sealing

NAMES = ("INQUIRY_PUBLIC_KEY", "INQUIRY_PRIVATE_KEYS")
GIVEN = re.compile(rf"^(export )?({'|'.join(NAMES)})(_FILE)?=", re.MULTILINE)


def is_given(environment: Mapping[str, str]) -> bool:
    """Someone decided about the keys, even if it was to have none. `local.env` is part of the environment."""
    return any(name in environment or f"{name}_FILE" in environment for name in NAMES)


def add_to(file: Path) -> bool:
    """Whether a pair was added. Not if the file names a key already, nor if there is no file: in production keys are
    set by hand, since the private one belongs on fewer machines.

    Two starts at once add one pair; a start that is cut off leaves the file as it was.
    """
    file = file.resolve()
    if not file.exists():
        return False
    with _alone(file.parent):
        text = file.read_text(encoding="utf-8")
        if GIVEN.search(text):
            return False
        public, private = sealing.make_pair()
        lines = (
            "# What visitors write is encrypted with the first and opened with the second. Keep a copy of both "
            "in another place:",
            "# without the second, no one can read what was sent.",
            f"INQUIRY_PUBLIC_KEY={public}",
            f"INQUIRY_PRIVATE_KEYS={private}",
        )
        _replace(file, "\n".join((text.rstrip("\n"), *lines, "")).lstrip("\n"))
    return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(file: Path, text: str) -> None:
    """At once, for its owner alone, who stays the same."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".local.env-")  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        owner = file.stat()
        with suppress(PermissionError):
            os.chown(name, owner.st_uid, owner.st_gid)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
