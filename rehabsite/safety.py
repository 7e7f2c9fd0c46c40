"""What settings must not be. Knows nothing of Django, so that it can run before anything is set up."""

from collections.abc import Iterable
from ipaddress import ip_network
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


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
