"""Pictures in S3-compatible storage: for several hosts without a folder in common. Needs requirements/s3.txt."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

Result = TypeVar("Result")


def _as_os_error(method: Callable[..., Result]) -> Callable[..., Result]:
    """A storage that is away is to look like a disk that is: whoever writes and reads files knows what to do then."""

    @wraps(method)
    def inner(*args: Any, **kwargs: Any) -> Result:
        try:
            return method(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"The object storage failed ({type(error).__name__}).") from error

    return inner


class ObjectStorage(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """Readers get pictures from the site, which looks each one up; so the bucket can be closed to everyone else."""

    _open = _as_os_error(S3Storage._open)
    _save = _as_os_error(S3Storage._save)
    delete = _as_os_error(S3Storage.delete)
    exists = _as_os_error(S3Storage.exists)
    listdir = _as_os_error(S3Storage.listdir)
    size = _as_os_error(S3Storage.size)
