"""What this program writes is for its own user alone: its files hold log-ins, one-time codes and links."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

OTHERS = 0o077


def keep_private(folder: Path) -> None:
    """For all that is written from now on, and for what is there, since no one else comes past its folder.

    Raises ImproperlyConfigured where others could come in and this user may not change that.
    """
    os.umask(OTHERS)
    if folder.is_dir() and folder.stat().st_mode & OTHERS:
        try:
            folder.chmod(0o700)
        except PermissionError as error:
            raise ImproperlyConfigured(
                f"Others on this machine can read {folder}, which holds log-ins and links. As its owner, run: "
                f"chmod go= {folder}"
            ) from error
