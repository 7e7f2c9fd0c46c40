"""The settings as a process of its own, or as the file alone, finds them."""

import os
import runpy
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rehabsite.settings import BASE_DIR

GOOD_KEY = secrets.token_urlsafe(50)
OPERATOR = {"OPERATOR_NAME": "The Example Guide", "OPERATOR_ADDRESS": "1 Main Street, Austin, TX 78701"}
PUBLIC_SITE = {
    "SITE_URL": "https://www.example.org",
    "BEHIND_TLS_PROXY": "on",
    "TRUSTED_PROXIES": "127.0.0.1",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org",
}


def given(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    usual = {"VAR_DIR": str(tmp_path), "SECRET_KEY": GOOD_KEY, **OPERATOR}
    return {"PATH": os.environ["PATH"], **usual, **environment}


def started(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process that knows these settings and no others."""
    command = [sys.executable, "manage.py", *arguments]
    env = given(tmp_path, environment)
    return subprocess.run(command, cwd=BASE_DIR, env=env, capture_output=True, text=True, check=False)


def settings_of(tmp_path: Path, **environment: str) -> dict[str, Any]:
    """What the file makes of this environment, without a process of its own, which would take much longer."""
    with patch.dict(os.environ, given(tmp_path, environment), clear=True):
        return runpy.run_path(str(BASE_DIR / "rehabsite" / "settings.py"))
