"""The site's own settings, with what tests need changed. `tests/postgres.py` sets DATABASE_URL for the second run."""

import os
from pathlib import Path

# Each process of a test run has its own folder, so that runs and workers next to each other share nothing.
# `tests/conftest.py` makes it and takes it away; tools that only read the settings need none.
_folder = Path(__file__).resolve().parent.parent / "var" / "tests" / str(os.getpid())

os.environ |= {
    "ALLOWED_HOSTS": "",
    "CONSUMER_HEALTH_POLICY": "on",
    "DEBUG": "",
    "DISK_MEGABYTES": "0",  # of the machine that tests
    "EMAIL_URL": "memorymail://",
    "MEDIA_ROOT": "",
    "INQUIRY_PRIVATE_KEYS": "",
    "INQUIRY_PUBLIC_KEY": "",
    "OPERATOR_ADDRESS": "1 Main Street, Austin, TX 78701",
    "OPERATOR_NAME": "The Example Guide",
    "PART2_MODE": "",
    "REDIS_URL": "",
    "SECRET_KEY": "only-tests-are-signed-with-this-and-none-of-them-keeps-a-secret",
    "SECRET_KEY_FALLBACKS": "",
    "SITE_NAME": "Rehabsite",
    "SITE_URL": "http://127.0.0.1:8000",
    "TRUSTED_PROXIES": "",
    "VAR_DIR": str(_folder),
}

from rehabsite.settings import *  # noqa: E402, F403
from rehabsite.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from their folders, uncollected, for the test client and for the live server.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: a server's threads are to meet each other's locks as they will in earnest.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
