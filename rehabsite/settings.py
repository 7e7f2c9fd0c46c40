"""Settings. Every value that differs between places is read from the environment, once, here.

`rehabsite/configuration/table.py` lists them all; `settings_checks.py` next to it refuses to start on unsafe ones.
On a developer's machine `make run` writes `var/local.env`; what is in the environment wins over it.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from rehabsite import __version__
from rehabsite.configuration.reading import read
from rehabsite.configuration.services import BACKENDS
from rehabsite.configuration.settings_checks import problems

# ModelAdmin[Article] and the like, which the types need, are then also valid when the code runs.
django_stubs_ext.monkeypatch()

VERSION = __version__
BASE_DIR = Path(__file__).resolve().parent.parent

given, _problems = read(os.environ, BASE_DIR / "var")
VAR_DIR = given["VAR_DIR"]
DEBUG = given["DEBUG"]
SECRET_KEY = given["SECRET_KEY"]
SECRET_KEY_FALLBACKS = given["SECRET_KEY_FALLBACKS"]
PORT = given["PORT"]
SITE_NAME = given["SITE_NAME"]
BIND = given["BIND"]
SITE_URL = given["SITE_URL"] or f"http://{'[::1]' if BIND == '::1' else '127.0.0.1'}:{PORT}"
SITE_EMAIL = given["SITE_EMAIL"]
IDLE_MINUTES = given["IDLE_MINUTES"]
OPERATOR_NAME = given["OPERATOR_NAME"]
OPERATOR_ADDRESS = given["OPERATOR_ADDRESS"]
FUNDED_BY = given["FUNDED_BY"]
PREVIEW_DAYS = given["PREVIEW_DAYS"]
TRUSTED_PROXIES = given["TRUSTED_PROXIES"]
BEHIND_TLS_PROXY = given["BEHIND_TLS_PROXY"]
WEB_WORKERS = given["WEB_WORKERS"]
WEB_THREADS = given["WEB_THREADS"]
PAGES_MEGABYTES = given["PAGES_MEGABYTES"]

# Inquiries: what visitors send, how long it stays, and how facilities are told
INQUIRY_PUBLIC_KEY = given["INQUIRY_PUBLIC_KEY"]
INQUIRY_PRIVATE_KEYS = given["INQUIRY_PRIVATE_KEYS"]
INQUIRY_DAYS = given["INQUIRY_DAYS"]
INQUIRY_DAYS_WITHOUT_CONSENT = given["INQUIRY_DAYS_WITHOUT_CONSENT"]
CONSENT_DAYS = given["CONSENT_DAYS"]
CONSENT_KEYS = given["CONSENT_KEYS"]  # without them, SECRET_KEY and its fallbacks: see `contact.crypto.proofs`
LINK_DAYS = given["LINK_DAYS"]
BACKUP_DAYS = given["BACKUP_DAYS"]
CONSUMER_HEALTH_POLICY = given["CONSUMER_HEALTH_POLICY"]
PART2_MODE = given["PART2_MODE"]
INQUIRIES_AN_HOUR = given["INQUIRIES_AN_HOUR"]
FORM_SECONDS = given["FORM_SECONDS"]
INTAKE_EMAIL = given["INTAKE_EMAIL"] or SITE_EMAIL
DELIVERY_LEASE_SECONDS = given["DELIVERY_LEASE_SECONDS"]
DELIVERY_PAUSE_SECONDS = given["DELIVERY_PAUSE_SECONDS"]
DELIVERY_RETRY_SECONDS = given["DELIVERY_RETRY_SECONDS"]
DELIVERY_THREADS = given["DELIVERY_THREADS"]
EMAIL_TIMEOUT = given["EMAIL_TIMEOUT"]
DELIVERY_ATTEMPT_SECONDS = 4 * EMAIL_TIMEOUT  # all the network of one attempt: connecting, TLS, log-in, the mail

if unsafe := [*_problems, *problems(given, site_url=SITE_URL, attempt=DELIVERY_ATTEMPT_SECONDS)]:
    raise ImproperlyConfigured("\n".join(unsafe))

_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
_host = f"[{_site.hostname}]" if ":" in str(_site.hostname) else str(_site.hostname)
ALLOWED_HOSTS = given["ALLOWED_HOSTS"] or [_host, *([] if HTTPS else ["127.0.0.1", "localhost", "[::1]"])]

# The site's own rooms. Of each, its addresses, kinds of page, guards and admin pages are found without another line.
ROOMS = ["contact", "articles", "programs", "facilities", "review", "search", "visitors", "markup"]
INSTALLED_APPS = [
    "rehabsite.apps.RehabsiteConfig",
    *ROOMS,
    "markdownx",
    "rehabsite.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "rehabsite.request_id.RequestId",
    "rehabsite.middleware.InItsLanguage",
    "rehabsite.middleware.DatabaseAway",
    "rehabsite.middleware.HeadersAlone",
    "rehabsite.middleware.ShortHeadersOfFiles",
    "django.middleware.security.SecurityMiddleware",
    "rehabsite.middleware.ContentSecurityPolicy",
    "rehabsite.middleware.PolicyHeaders",
    # Inside the three that set headers, so that a refusal carries them; before anything that reads the request.
    "rehabsite.middleware.RequestLimits",
    "rehabsite.old_addresses.OldAddresses",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rehabsite.sameorigin.SameOrigin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "rehabsite.staff.presence.IdleTimeout",
    "rehabsite.staff.presence.StaffMessages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

# The site has a host of its own, so no header may say under which part of it the site lies.
FORCE_SCRIPT_NAME = ""
ROOT_URLCONF = "rehabsite.urls"
WSGI_APPLICATION = "rehabsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rehabsite.context_processors.site",
            ],
            "builtins": ["rehabsite.templatetags.steady"],
        },
    }
]
# Widgets' templates are overridden in templates/ like any other.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

_sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "rehabsite.sqlite3")}
DATABASES = {"default": dict(given["DATABASE_URL"] or _sqlite)}
# What an operator wrote after the ? in DATABASE_URL, such as sslmode=verify-full, stays.
_options = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _options |= {
        # IMMEDIATE: a writer waits its turn at BEGIN instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # After much was written at once, the log goes back to 64 MB.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        " PRAGMA journal_size_limit=67108864;",
    }
else:
    _options.setdefault("connect_timeout", 2)  # seconds: see rehabsite.postgresql
# Each thread that serves or delivers keeps its own. Opening SQLite again took most of a request's time.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

FRONTS = given["FRONTS"]
FRONT_SECONDS = given["FRONT_SECONDS"]
DATABASE_WAIT_SECONDS = given["DATABASE_WAIT_SECONDS"]
DISK_MEGABYTES = given["DISK_MEGABYTES"]

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": given["REDIS_URL"],
        "OPTIONS": {"IGNORE_EXCEPTIONS": True},
    }
    if given["REDIS_URL"]
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
}

# Staff accounts
AUTH_USER_MODEL = "rehabsite.User"
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_LOCK_OUT_AT_FAILURE = False  # axes keeps count; `rehabsite.staff.signin` decides
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "rehabsite.staff.signin.place_of"
AXES_VERBOSE = False
OTP_ADMIN_HIDE_SENSITIVE_DATA = True  # else one manager could read another's authenticator key
OTP_TOTP_ISSUER = SITE_NAME

# Headers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # Browsers take a __Host- cookie from this host alone, and over HTTPS alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "rehabsite.views.not_from_here"
SECURE_SSL_REDIRECT = HTTPS
# For this host alone: what else runs under the domain, and whether it ever goes back, is the operator's to know.
SECURE_HSTS_SECONDS = given["HSTS_SECONDS"] if HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for subdomains and preload
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = given["TIME_ZONE"]

STATIC_URL = "/static/"
STATIC_ROOT = given["STATIC_ROOT"] or VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
TOMBSTONES_DIR = given["TOMBSTONES_DIR"] or VAR_DIR / "tombstones"
BACKUP_PUBLIC_KEY = given["BACKUP_PUBLIC_KEY"]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
MEDIA_ROOT = given["MEDIA_ROOT"] or VAR_DIR / "media"
_objects = {
    "bucket_name": given["S3_BUCKET"],
    "endpoint_url": given["S3_ENDPOINT"] or None,
    "region_name": given["S3_REGION"] or None,
    "access_key": given["S3_KEY"] or None,
    "secret_key": given["S3_SECRET"] or None,
    "default_acl": None,
    "querystring_auth": False,
}
STORAGES = {
    "default": {"BACKEND": "rehabsite.object_storage.ObjectStorage", "OPTIONS": _objects}
    if given["S3_BUCKET"]
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rehabsite.release.staticfiles.Storage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site uses them
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# An editor's picture is the largest thing that anyone sends.
MAX_REQUEST_BYTES = 24 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Without a mail server, mails become files next to the data: they hold private links, which no log may show.
_files = {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": str(VAR_DIR / "mail")}
vars().update(given["EMAIL_URL"] or _files)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = given["DEFAULT_FROM_EMAIL"] or SITE_EMAIL
ADMINS = [("Operator", address) for address in given["ADMINS"]]
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "

LOG_FORMAT = given["LOG_FORMAT"]
METRICS_TOKEN = given["METRICS_TOKEN"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # On a developer's machine everything is told; `settings_checks` lets DEBUG be on only there.
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
        if DEBUG
        else {"()": "rehabsite.private_logging.Line"},
        "json": {"()": "rehabsite.private_logging.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" and not DEBUG else "line",
        },
        # Django's own writes the request into the mail: address, form, cookies.
        "mail_admins": {"class": "rehabsite.private_logging.ErrorMail", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["console"] if DEBUG else ["console", "mail_admins"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # Each line is something that a client got wrong. It is worth a line, and no mail.
        "django.security": {"handlers": ["console"], "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Django's own line for a 404 or 410 prints the path, and a path may be a signed link.
        "django.request": {"level": "ERROR"},
        "rehabsite": {"level": "INFO"},
        "contact": {"level": "INFO"},
    },
}
