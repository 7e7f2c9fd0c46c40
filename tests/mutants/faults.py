"""Each fault: a file, a line's part, what is in its place, and where the tests are that must fail then."""

from typing import NamedTuple


class Fault(NamedTuple):
    about: str
    file: str
    right: str
    wrong: str
    tests: str  # arguments for pytest


GATE = [
    Fault(
        "gate",
        "contact/models/inquiry.py",
        "withdrawn_at__isnull=True,\n            exp",
        "exp",
        "tests/contact/test_standing.py",
    ),
    Fault(
        "gate",
        "contact/models/inquiry.py",
        "expires_at__gt=Now()",
        "expires_at__isnull=False",
        "tests/contact/test_standing.py",
    ),
    Fault(
        "gate",
        "contact/services/consenting.py",
        "if standing is None or not is_proved(standing)",
        "if standing is None",
        "tests/contact/test_forgery.py",
    ),
    Fault(
        "gate",
        "contact/services/delivering.py",
        "if not is_proved(row.consent)",
        "if False",
        "tests/contact/test_forgery.py",
    ),
    Fault(
        "gate",
        "contact/services/disclosing.py",
        " or not is_proved(notice.consent)",
        "",
        "tests/contact/test_forgery.py",
    ),
    Fault("gate", "contact/guards/rules.py", "AND i.permission AND", "AND", "tests/contact/test_standing.py"),
    Fault(
        "gate",
        "contact/guards/outbox.py",
        "NEW.state IN ('waiting', 'leased')",
        "NEW.state IN ('leased')",
        "tests/contact/test_standing.py",
    ),
    Fault("gate", "contact/services/consenting.py", "MOST = 3", "MOST = 4", "tests/contact/test_consenting.py"),
    Fault(
        "gate",
        "guards/installing.py",
        'return "" if there.text == meant.text else "changed"',
        'return ""',
        "tests/guards/test_installing.py",
    ),
    Fault(
        "gate",
        "guards/postgresql.py",
        "t.tgenabled IN ('O', 'A')",
        "TRUE",
        "--postgres tests/guards/test_installing.py",
    ),
]
SEALING = [
    Fault("sealing", "contact/crypto/sealing.py", "if made_for != row:", "if False:", "tests/contact/test_sealing.py"),
    Fault(
        "sealing",
        "contact/services/records.py",
        "and _made_by(found) is not None",
        "and True",
        "tests/contact/test_forgery.py",
    ),
    Fault(
        "sealing",
        "contact/crypto/proofs.py",
        'f"contact.{purpose}\\n{text}"',
        'f"contact\\n{text}"',
        "tests/contact/test_forgery.py",
    ),
    Fault(
        "sealing",
        "contact/models/outbox.py",
        "self.facility_id, self.email,",
        "self.email,",
        "tests/contact/test_forgery.py",
    ),
    Fault(
        "sealing",
        "rehabsite/backups/sealed_stream.py",
        'raise Unreadable("This backup was cut off. Use an earlier one.")',
        "return",
        "tests/site/test_backup.py -k TestTheSeal",
    ),
]
ROLES = [
    Fault(
        "roles",
        "rehabsite/staff/roles.py",
        "_MANAGE = (\n",
        '_MANAGE = (\n    "contact.view_inquiry",\n',
        "tests/contact/test_desk_roles.py",
    ),
    Fault(
        "roles",
        "rehabsite/admin.py",
        "if not may_see_inquiries(cast(User, request.user)):",
        "if False:",
        "tests/contact/test_desk_roles.py tests/site/test_staffsite.py",
    ),
    Fault(
        "roles",
        "contact/services/telling.py",
        'before = change.reached_at if change.user == user else ""',
        'before = ""',
        "tests/contact/test_telling.py",
    ),
    Fault(
        "roles",
        "rehabsite/staff/accounts.py",
        "return not there.is_superuser and",
        "return",
        "tests/site/test_staffsite.py",
    ),
    Fault(
        "roles",
        "rehabsite/staff/accounts.py",
        "user.must_change_password = True",
        "user.must_change_password = False",
        "tests/site/test_staffsite.py",
    ),
    Fault(
        "roles",
        "rehabsite/staff/presence.py",
        "if seen is not None and now - seen >",
        "if seen is None and now >",
        "tests/site/test_presence.py",
    ),
    Fault(
        "roles",
        "rehabsite/staff/presence.py",
        "FRESH = 10 * 60",
        "FRESH = 10 * 60 * 60",
        "tests/site/test_presence.py",
    ),
    Fault(
        "roles",
        "rehabsite/release/database_roles.py",
        "return [right for right in ALL if right not in refused]",
        "return list(ALL)",
        "--postgres tests/site/test_database_roles.py",
    ),
]
REVIEW = [
    Fault(
        "review",
        "review/services/own_work.py",
        "if log_ins & savers:",
        "if False:",
        "tests/review/test_own_work.py",
    ),
    Fault(
        "review",
        "review/services/own_work.py",
        "return any(look_alike(name, one.name) for name in names for one in writers)",
        "return False",
        "tests/review/test_own_work.py",
    ),
    Fault(
        "review",
        "review/guarding.py",
        "r.state = 'reviewed' AND r.reviewer_id IS NOT NULL",
        "r.reviewer_id IS NOT NULL",
        "tests/articles/test_guards.py",
    ),
]
RETENTION = [
    Fault(
        "retention",
        "contact/services/purging.py",
        "timedelta(days=settings.INQUIRY_DAYS))\n    unasked",
        "timedelta(days=9999))\n    unasked",
        "tests/contact/test_purging.py",
    ),
    Fault(
        "retention",
        "contact/services/purging.py",
        "inquiry.notes.all().delete()",
        "inquiry.notes.all()",
        "tests/contact/test_purging.py tests/contact/test_leftovers.py",
    ),
    Fault(
        "retention",
        "contact/services/purging.py",
        "tombstones.erased(inquiry)",
        "pass",
        "tests/site/test_backup.py -k drill",
    ),
    Fault(
        "retention",
        "rehabsite/backups/databases.py",
        "connection.connection.backup(copy)",
        "connection.connection.backup(copy, pages=500)",
        "tests/site/test_backup.py -k comes_to_its_end",
    ),
    Fault("retention", "contact/services/disclosing.py", "tombstones.is_held() or ", "", "tests/site/test_backup.py"),
    Fault("retention", "contact/tombstones.py", "or has_erased(consent.inquiry_id)", "", "tests/site/test_backup.py"),
]
CACHE = [
    Fault(
        "cache",
        "rehabsite/hot/version.py",
        "generation = (number, self._today())",
        "generation = (number, 0)",
        "tests/site/hot",
    ),
    Fault(
        "cache",
        "rehabsite/middleware.py",
        'PRIVATE_HEADERS = {"Cache-Control": "no-store", ',
        "PRIVATE_HEADERS = {",
        "tests/contact/test_private_pages.py",
    ),
]
CLOCKS = [
    Fault(
        "clocks",
        "contact/services/delivering.py",
        "now + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)",
        "now",
        "tests/contact/test_delivery_outbox.py",
    ),
    Fault(
        "clocks",
        "contact/services/purging.py",
        "now = now or clock.now()",
        "now = now or __import__('django.utils.timezone').utils.timezone.now()",
        "tests/contact/test_clocks.py",
    ),
    Fault(
        "clocks",
        "contact/services/disclosing.py",
        "link_expires_at__gt=now, ",
        "",
        "tests/contact/test_links.py",
    ),
]
OUTBOUND = [
    Fault(
        "outbound",
        "outbound/addresses.py",
        '"6to4": ("2002::/16", "192.88.99.0/24")',
        '"6to4": ("192.88.99.0/24",)',
        "tests/outbound/test_addresses.py",
    ),
    Fault(
        "outbound",
        "outbound/connecting.py",
        "for address in found:\n        if reason",
        "for address in found[:1]:\n        if reason",
        "tests/outbound",
    ),
    Fault(
        "outbound",
        "rehabsite/private_logging.py",
        "isinstance(error, CLIENTS) or",
        "",
        "tests/contact/test_error_mails.py",
    ),
    Fault(
        "outbound",
        "contact/delivery/error_mails.py",
        "PAUSE = 20 * 60",
        "PAUSE = 0",
        "tests/contact/test_error_mails.py",
    ),
]
THROTTLING = [
    Fault("throttling", "visitors/addresses.py", "else (64, 32)", "else (128, 32)", "tests/visitors"),
    Fault(
        "throttling",
        "rehabsite/staff/signin.py",
        "BY_NAME_AND_PLACE, BY_NAME, BY_PLACE = 5, 10, 20",
        "BY_NAME_AND_PLACE, BY_NAME, BY_PLACE = 5, 1000, 20",
        "tests/site/test_attempts.py",
    ),
    Fault(
        "throttling",
        "rehabsite/staff/signin.py",
        "or not _is_a_code_of(username, code)",
        "or True",
        "tests/site/test_attempts.py",
    ),
    Fault(
        "throttling",
        "rehabsite/middleware.py",
        '.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS',
        '.count("&") >= 10**9',
        "tests/site -k 'fields or too_many or query'",
    ),
]
LINKS = [
    Fault(
        "links",
        "contact/crypto/links.py",
        "in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)",
        "in (settings.SECRET_KEY,)",
        "tests/contact/test_links.py",
    ),
    Fault(
        "links",
        "contact/crypto/links.py",
        "return any(hmac.compare_digest(token.encode(), known.encode()) for known in _tokens(link))",
        "return hmac.compare_digest(digest_of(token), link.digest)",
        "tests/contact/test_forgery.py",
    ),
    Fault(
        "links",
        "contact/services/disclosing.py",
        "link_expires_at__lte=longest",
        "link_expires_at__isnull=False",
        "tests/contact/test_links.py",
    ),
]
TOGETHER = [
    Fault(
        "together",
        "contact/together.py",
        "if len(jobs) > 1 and not is_away:",
        "if len(jobs) > 1:",
        "tests/contact/test_together.py",
    ),
    Fault(
        "together",
        "contact/together.py",
        "if not job.is_done:  # whoever wrote",
        "if False:  # whoever wrote",
        "tests/contact/test_together.py",
    ),
    Fault(
        "together",
        "contact/services/receiving.py",
        "addresses=[one.press.address for one in messages]",
        "addresses=[messages[0].press.address]",
        "tests/contact/test_together.py",
    ),
    Fault(
        "together",
        "contact/services/receiving.py",
        "if one.inquiry.permission and one.agreed else",
        "if one.agreed else",
        "tests/contact/test_consenting.py tests/contact/test_form_facility.py",
    ),
    Fault(
        "together",
        "visitors/counting.py",
        "count + excluded.count",
        "count + 1",
        "tests/contact/test_together.py",
    ),
]
FAULTS = [*GATE, *SEALING, *ROLES, *REVIEW, *RETENTION, *CACHE, *CLOCKS, *OUTBOUND, *THROTTLING, *LINKS, *TOGETHER]
