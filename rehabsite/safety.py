"""What settings must not be. Knows nothing of Django, so that it can run before anything is set up."""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_network
from urllib.parse import urlsplit

from nacl.exceptions import CryptoError

from contact import sealing

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LIMITS: dict[str, tuple[float, float]] = {
    "INQUIRY_DAYS": (1, 3650),
    "INQUIRY_DAYS_WITHOUT_CONSENT": (1, 3650),
    "CONSENT_DAYS": (1, 365),
    "LINK_DAYS": (1, 30),
    "INQUIRIES_AN_HOUR": (1, 1_000_000),
    "FORM_SECONDS": (0, 60),
    "PAGES_MEGABYTES": (0, 100_000),
    "EMAIL_TIMEOUT": (1, 300),
    "DELIVERY_THREADS": (1, 64),
    "DELIVERY_PAUSE_SECONDS": (0.01, 60),
    "DELIVERY_RETRY_SECONDS": (0.01, 3600),
}


def problems(*, debug: bool, secret_key: str, site_url: str, trusted_proxies: Iterable[str]) -> list[str]:
    """One sentence for each setting that would make the site unsafe, each saying what to do. Empty: start."""
    found = []
    site = urlsplit(site_url)
    local = site.hostname in LOOPBACK
    if site.scheme not in ("http", "https") or not site.hostname or site.path or site.query or site.fragment:
        found.append(f"SITE_URL is {site_url!r}. Give scheme and host alone, such as https://www.example.org.")
    elif site.scheme == "http" and not local:
        found.append("SITE_URL begins with http:. Readers need https: for any host but this machine's own.")
    if not secret_key:
        found.append("SECRET_KEY is not set. Run `make run` once on your own machine, or set 50 random characters.")
    elif len(secret_key) < 50 or len(set(secret_key)) < 5 or secret_key.startswith("django-insecure"):
        found.append("SECRET_KEY is too easy to guess. Set at least 50 random characters.")
    if debug and not local:
        found.append("DEBUG is on and SITE_URL is a public host. Turn DEBUG off: its pages show secrets.")
    for proxy in trusted_proxies:
        try:
            wide = ip_network(proxy).prefixlen == 0
        except ValueError:
            found.append(f"TRUSTED_PROXIES holds {proxy!r}. Give addresses or networks, such as 10.0.0.0/24.")
        else:
            if wide:
                found.append("TRUSTED_PROXIES trusts every address, so anyone could forge theirs. Name your proxies.")
    return found


def inquiry_problems(*, public_key: str, private_keys: Sequence[str], numbers: Mapping[str, float]) -> list[str]:
    """As above, of what visitors send. No sentence holds a key."""
    found = list(_key_problems(public_key, private_keys))
    for name, (least, most) in LIMITS.items():
        if not least <= numbers[name] <= most:
            found.append(f"{name} is {numbers[name]:g}. Give a number from {least:g} to {most:g}.")
    return found


def delivery_problems(*, lease: float, attempt: float) -> list[str]:
    """A lease that ends while its worker still sends would let another worker send the same beside it."""
    if lease > attempt:
        return []
    return [
        f"DELIVERY_LEASE_SECONDS is {lease:g}, and one attempt may take {attempt:g}: four times EMAIL_TIMEOUT. "
        "Give a longer lease, or a shorter time-out."
    ]


def _key_problems(public_key: str, private_keys: Sequence[str]) -> Iterable[str]:
    try:
        public = sealing.public_key(public_key) if public_key else None
        if public:
            sealing.seal({}, "", public)  # some numbers are no place on the curve
    except (sealing.BadKey, CryptoError):
        yield "INQUIRY_PUBLIC_KEY is no key. Take it out, and `manage.py make_keys` makes a pair."
        return
    try:
        names = {sealing.name_of(sealing.private_key(key).public_key) for key in private_keys}
    except sealing.BadKey:
        yield "INQUIRY_PRIVATE_KEYS holds something that is no key. Separate keys by commas, and nothing else."
        return
    if private_keys and not public:
        yield "INQUIRY_PRIVATE_KEYS is set without INQUIRY_PUBLIC_KEY. Set both, or the public key alone."
    elif private_keys and public and sealing.name_of(public) not in names:
        yield (
            "INQUIRY_PRIVATE_KEYS lacks the partner of INQUIRY_PUBLIC_KEY: what is sealed from now on could not be "
            "read here. Add the private key that was made with it."
        )
