"""Every setting, one row each. To add one: a row here, a row in `docs/reference/settings.md`, a line in `settings.py`.

`secret` values are never shown, not even in part. Addresses of other programs are secret, since they hold passwords.
"""

from typing import Any, NamedTuple

from rehabsite.configuration import kinds, services
from rehabsite.configuration.kinds import Kind, number, whole


class Setting(NamedTuple):
    name: str
    kind: Kind
    default: Any = ""
    secret: bool = False


DAY = 86_400
TABLE = (
    Setting("ADMINS", kinds.ADDRESSES, []),
    Setting("ALLOWED_HOSTS", kinds.HOSTS, []),
    Setting("BACKUP_DAYS", whole(1, 3650), 30),
    Setting("BACKUP_PUBLIC_KEY", kinds.TEXT, secret=True),
    Setting("BEHIND_TLS_PROXY", kinds.SWITCHED, False),
    Setting("BIND", kinds.BIND, "127.0.0.1"),
    Setting("CONSENT_DAYS", whole(1, 365), 90),
    Setting("CONSENT_KEYS", kinds.SECRET_KEYS, [], secret=True),
    Setting("CONSUMER_HEALTH_POLICY", kinds.SWITCHED, False),
    Setting("DATABASE_URL", services.DATABASE, secret=True),
    Setting("DATABASE_WAIT_SECONDS", whole(0, 3600), 60),
    Setting("DEBUG", kinds.SWITCHED, False),
    Setting("DEFAULT_FROM_EMAIL", kinds.SENDER),
    Setting("DELIVERY_LEASE_SECONDS", whole(1, DAY), 120),
    Setting("DELIVERY_PAUSE_SECONDS", number(0.01, 60), 2.0),
    Setting("DELIVERY_RETRY_SECONDS", number(0.01, 3600), 60.0),
    Setting("DELIVERY_THREADS", whole(1, 64), 2),
    Setting("DISK_MEGABYTES", whole(0, 1_000_000), 500),
    Setting("EMAIL_TIMEOUT", whole(1, 300), 10),
    Setting("EMAIL_URL", services.MAIL, secret=True),
    Setting("FORM_SECONDS", whole(0, 60), 3),
    Setting("FRONTS", kinds.FRONTS, []),
    Setting("FRONT_SECONDS", whole(0, 3600), 0),
    Setting("FUNDED_BY", kinds.TEXT),
    Setting("HSTS_SECONDS", whole(0, 2 * 365 * DAY), 3600),
    Setting("IDLE_MINUTES", whole(1, 720), 30),
    Setting("INQUIRIES_AN_HOUR", whole(1, 1_000_000), 10),
    Setting("INQUIRY_DAYS", whole(1, 3650), 90),
    Setting("INQUIRY_DAYS_WITHOUT_CONSENT", whole(1, 3650), 30),
    Setting("INQUIRY_PRIVATE_KEYS", kinds.TEXTS, [], secret=True),
    Setting("INQUIRY_PUBLIC_KEY", kinds.TEXT, secret=True),
    Setting("INTAKE_EMAIL", kinds.ADDRESS),
    Setting("LINK_DAYS", whole(1, 30), 7),
    Setting("LOG_FORMAT", kinds.choice("line", "json"), "line"),
    Setting("MEDIA_ROOT", kinds.FOLDER),
    Setting("METRICS_TOKEN", kinds.TOKEN, secret=True),
    Setting("OPERATOR_ADDRESS", kinds.TEXT),
    Setting("OPERATOR_NAME", kinds.TEXT),
    Setting("PAGES_MEGABYTES", whole(0, 100_000), 8),
    Setting("PART2_MODE", kinds.SWITCHED, False),
    Setting("PORT", whole(1, 65_535), 8000),
    Setting("PREVIEW_DAYS", whole(1, 365), 7),
    Setting("REDIS_URL", services.CACHE, secret=True),
    Setting("S3_BUCKET", kinds.BUCKET),
    Setting("S3_ENDPOINT", kinds.ENDPOINT),
    Setting("S3_KEY", kinds.TEXT, secret=True),
    Setting("S3_REGION", kinds.TEXT),
    Setting("S3_SECRET", kinds.TEXT, secret=True),
    Setting("SECRET_KEY", kinds.SECRET_KEY, secret=True),
    Setting("SECRET_KEY_FALLBACKS", kinds.SECRET_KEYS, [], secret=True),
    Setting("SITE_EMAIL", kinds.ADDRESS, "editors@example.org"),
    Setting("SITE_NAME", kinds.TEXT, "Rehabsite"),
    Setting("SITE_URL", kinds.SITE_URL),
    Setting("STATIC_ROOT", kinds.FOLDER),
    Setting("TIME_ZONE", kinds.ZONE, "America/Chicago"),
    Setting("TOMBSTONES_DIR", kinds.FOLDER),
    Setting("TRUSTED_PROXIES", kinds.NETWORKS, []),
    Setting("VAR_DIR", kinds.FOLDER),
    Setting("WEB_THREADS", whole(1, 256), 8),
    Setting("WEB_WORKERS", whole(1, 256), 2),
)
# It says where the file is that all others may be in.
OUTSIDE_ALONE = {"VAR_DIR"}
