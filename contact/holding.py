"""A restored copy gives nothing away before what happened since the backup was played back.

A file next to the data, not a row: a row would come out of the backup.
"""

from pathlib import Path

from django.conf import settings


def is_held() -> bool:
    return _file().exists()


def hold(because: str) -> None:
    _file().write_text(f"{because}\n", encoding="utf-8")


def why() -> str:
    return _file().read_text(encoding="utf-8").strip() if is_held() else ""


def let_go() -> None:
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "held"
