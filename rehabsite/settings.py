"""Settings. Every value that differs between places is read from the environment, once, here.

`docs/reference/settings.md` lists them all; `rehabsite/safety.py` refuses to start on unsafe ones.
On a developer's machine `make run` writes `var/local.env`; what stands in the environment wins over it.
"""

from pathlib import Path
from urllib.parse import quote, urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from rehabsite.safety import LIMITS, delivery_problems, inquiry_problems, problems

# ModelAdmin[Article] and the like, which the types need, are then also valid when the code runs.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv(
    ADMINS=(list, []),
    ALLOWED_HOSTS=(list, []),
    BEHIND_TLS_PROXY=(bool, False),
    BIND=(str, "127.0.0.1"),
    CONSENT_DAYS=(int, 90),
    DATABASE_URL=(str, ""),
    DEBUG=(bool, False),
    DEFAULT_FROM_EMAIL=(str, ""),
    DELIVERY_LEASE_SECONDS=(int, 120),
    DELIVERY_PAUSE_SECONDS=(float, 2.0),
    DELIVERY_RETRY_SECONDS=(float, 60.0),
    DELIVERY_THREADS=(int, 2),
    EMAIL_TIMEOUT=(int, 10),
    EMAIL_URL=(str, ""),
    FORM_SECONDS=(int, 3),
    INQUIRIES_AN_HOUR=(int, 10),
    INQUIRY_DAYS=(int, 90),
    INQUIRY_DAYS_WITHOUT_CONSENT=(int, 30),
    INQUIRY_PRIVATE_KEYS=(list, []),
    INQUIRY_PUBLIC_KEY=(str, ""),
    INTAKE_EMAIL=(str, ""),
    LINK_DAYS=(int, 7),
    MEDIA_ROOT=(str, ""),
    PAGES_MEGABYTES=(int, 16),
    PORT=(int, 8000),
    PREVIEW_DAYS=(int, 7),
    REDIS_URL=(str, ""),
    SECRET_KEY=(str, ""),
    SECRET_KEY_FALLBACKS=(list, []),
    SITE_EMAIL=(str, "editors@example.org"),
    SITE_NAME=(str, "Rehabsite"),
    SITE_URL=(str, ""),
    TIME_ZONE=(str, "America/Chicago"),
    TRUSTED_PROXIES=(list, []),
    VAR_DIR=(str, str(BASE_DIR / "var")),
    WEB_THREADS=(int, 8),
    WEB_WORKERS=(int, 2),
)
VAR_DIR = Path(env("VAR_DIR")).resolve()
env.read_env(VAR_DIR / "local.env")


def _number(name: str) -> int:
    try:
        return int(env(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {env.str(name)!r}. Give a whole number.") from error


def _decimal(name: str) -> float:
    try:
        return float(env(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {env.str(name)!r}. Give a number.") from error


DEBUG = env("DEBUG")
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS")
PORT = _number("PORT")
SITE_NAME = env("SITE_NAME")
BIND = env("BIND")
SITE_URL = env("SITE_URL") or f"http://127.0.0.1:{PORT}"
SITE_EMAIL = env("SITE_EMAIL")
PREVIEW_DAYS = _number("PREVIEW_DAYS")
TRUSTED_PROXIES = env("TRUSTED_PROXIES")
BEHIND_TLS_PROXY = env("BEHIND_TLS_PROXY")
WEB_WORKERS = _number("WEB_WORKERS")
PAGES_MEGABYTES = _number("PAGES_MEGABYTES")
WEB_THREADS = _number("WEB_THREADS")

# Inquiries: what visitors send, how long it stays, and how facilities are told
INQUIRY_PUBLIC_KEY = env("INQUIRY_PUBLIC_KEY").strip()  # a file may end with a line break
INQUIRY_PRIVATE_KEYS = [key.strip() for key in env("INQUIRY_PRIVATE_KEYS") if key.strip()]
INQUIRY_DAYS = _number("INQUIRY_DAYS")
INQUIRY_DAYS_WITHOUT_CONSENT = _number("INQUIRY_DAYS_WITHOUT_CONSENT")
CONSENT_DAYS = _number("CONSENT_DAYS")
LINK_DAYS = _number("LINK_DAYS")
INQUIRIES_AN_HOUR = _number("INQUIRIES_AN_HOUR")
FORM_SECONDS = _number("FORM_SECONDS")
INTAKE_EMAIL = env("INTAKE_EMAIL") or SITE_EMAIL
DELIVERY_LEASE_SECONDS = _number("DELIVERY_LEASE_SECONDS")
DELIVERY_PAUSE_SECONDS = _decimal("DELIVERY_PAUSE_SECONDS")
DELIVERY_RETRY_SECONDS = _decimal("DELIVERY_RETRY_SECONDS")
DELIVERY_THREADS = _number("DELIVERY_THREADS")
EMAIL_TIMEOUT = _number("EMAIL_TIMEOUT")
DELIVERY_ATTEMPT_SECONDS = 4 * EMAIL_TIMEOUT  # all the network of one attempt: connecting, TLS, log-in, the mail

if unsafe := [
    *problems(debug=DEBUG, secret_key=SECRET_KEY, site_url=SITE_URL, trusted_proxies=TRUSTED_PROXIES),
    *inquiry_problems(
        public_key=INQUIRY_PUBLIC_KEY,
        private_keys=INQUIRY_PRIVATE_KEYS,
        numbers={name: globals()[name] for name in LIMITS},
    ),
    *delivery_problems(lease=DELIVERY_LEASE_SECONDS, attempt=DELIVERY_ATTEMPT_SECONDS),
]:
    raise ImproperlyConfigured("\n".join(unsafe))

_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or [str(_site.hostname), *([] if HTTPS else ["127.0.0.1", "localhost"])]

INSTALLED_APPS = [
    "rehabsite.apps.RehabsiteConfig",
    "contact.apps.ContactConfig",
    "articles.apps.ArticlesConfig",
    "programs.apps.ProgramsConfig",
    "search.apps.SearchConfig",
    "markup.apps.MarkupConfig",
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
    "rehabsite.middleware.HeadersAlone",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "rehabsite.middleware.PolicyHeaders",
    # Inside the three that set headers, so that a refusal carries them; before anything that reads the request.
    "rehabsite.middleware.RequestLimits",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rehabsite.sameorigin.SameOrigin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
                "rehabsite.context.site",
            ],
        },
    }
]
# Widgets' templates are overridden in templates/ like any other.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": env.db_url_config(env("DATABASE_URL") or f"sqlite:///{quote(str(VAR_DIR))}/rehabsite.sqlite3")}
if not DATABASES["default"]["ENGINE"].endswith(("sqlite3", "postgresql")):
    raise ImproperlyConfigured(
        "DATABASE_URL names no database that this site knows. Begin it with postgres: or sqlite:."
    )
# What an operator wrote after the ? in DATABASE_URL, such as sslmode=verify-full, stays.
_options = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _options |= {
        # IMMEDIATE: a writer waits its turn at BEGIN instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    _options.setdefault("connect_timeout", 5)  # seconds: a database that is away is said to be, and soon
# Each thread that serves or delivers keeps its own. Opening SQLite anew took most of a request's time.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": env("REDIS_URL"),
        "OPTIONS": {"IGNORE_EXCEPTIONS": True},
    }
    if env("REDIS_URL")
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
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "contact.addresses.client_address"
AXES_VERBOSE = False
OTP_ADMIN_HIDE_SENSITIVE_DATA = True  # else one manager could read another's authenticator key
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
OTP_TOTP_ISSUER = SITE_NAME

# Headers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # Browsers take a __Host- cookie from this host alone, and over HTTPS alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
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
TIME_ZONE = env("TIME_ZONE")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT") or VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# An editor's picture is the largest thing that anyone sends.
MAX_REQUEST_BYTES = 24 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Without a mail server, mails become files beside the data: they hold private links, which no log may show.
_mail = env.email_url_config(env("EMAIL_URL") or f"filemail:///{quote(str(VAR_DIR))}/mail")
if _mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    _mail["EMAIL_BACKEND"] = "contact.delivery.smtp.EmailBackend"  # which keeps to a time limit
vars().update(_mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL") or SITE_EMAIL
ADMINS = [("Operator", address) for address in env("ADMINS")]
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # On a developer's machine everything is told; `rehabsite.safety` lets DEBUG be on nowhere else.
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
        if DEBUG
        else {"()": "rehabsite.discretion.Line"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        # Django's own writes the request into the mail: address, form, cookies.
        "mail_admins": {"class": "rehabsite.discretion.ErrorMail", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["console"] if DEBUG else ["console", "mail_admins"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Django's own line for a 404 or 410 prints the path, and a path may be a signed link.
        "django.request": {"level": "ERROR"},
        "rehabsite": {"level": "INFO"},
        "contact": {"level": "INFO"},
    },
}
