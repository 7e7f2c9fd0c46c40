"""What settings must not be together; what each must be alone, its kind says (`rehabsite/configuration`)."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from nacl.exceptions import CryptoError

from contact.crypto import sealing
from rehabsite.configuration.kinds import LOOPBACK


def problems(values: Mapping[str, Any], *, site_url: str, attempt: float) -> list[str]:
    """One sentence for each, saying what to do. No sentence holds a key. Empty: start."""
    return [
        *_site_problems(values, site_url),
        *_key_problems(values["INQUIRY_PUBLIC_KEY"], values["INQUIRY_PRIVATE_KEYS"]),
        *_backup_problems(values["BACKUP_PUBLIC_KEY"]),
        *_storage_problems(values),
        *_delivery_problems(values["DELIVERY_LEASE_SECONDS"], attempt),
    ]


def _site_problems(values: Mapping[str, Any], site_url: str) -> Iterable[str]:
    if not values["SECRET_KEY"]:
        yield "SECRET_KEY is not set. Run `make run` once on your own machine, or set 50 random characters."
    if urlsplit(site_url).hostname in LOOPBACK:
        return
    if values["DEBUG"]:
        yield "DEBUG is on and SITE_URL is a public host. Turn DEBUG off: its pages show secrets."
    if not (values["OPERATOR_NAME"] and values["OPERATOR_ADDRESS"]):
        yield (
            "OPERATOR_NAME or OPERATOR_ADDRESS is not set. Give the name and postal address of the person or "
            "organization that runs the site: the privacy page shows both."
        )


def _backup_problems(public_key: str) -> Iterable[str]:
    """Told now, and not in the night of the first backup."""
    try:
        if public_key:
            sealing.seal({}, "", sealing.public_key(public_key))
    except (sealing.BadKey, CryptoError):
        yield "BACKUP_PUBLIC_KEY is not a key. `manage.py make_keys` makes a pair; give the public one."


def _storage_problems(values: Mapping[str, Any]) -> Iterable[str]:
    if not values["S3_BUCKET"]:
        given = [name for name in ("S3_ENDPOINT", "S3_KEY", "S3_REGION", "S3_SECRET") if values[name]]
        if given:
            yield f"{given[0]} is set without S3_BUCKET. Set both, or neither."
        return
    if bool(values["S3_KEY"]) != bool(values["S3_SECRET"]):
        yield "One of S3_KEY and S3_SECRET is set without the other. Set both, or neither."
    if find_spec("storages") is None:
        yield "S3_BUCKET needs the packages of requirements/s3.txt, which are not installed."


def _delivery_problems(lease: float, attempt: float) -> Iterable[str]:
    """A lease that ends while its worker still sends would let another worker send the same next to it."""
    if lease <= attempt:
        yield (
            f"DELIVERY_LEASE_SECONDS is {lease:g}, and one attempt may take {attempt:g}: four times EMAIL_TIMEOUT. "
            "Give a longer lease, or a shorter time-out."
        )


def _key_problems(public_key: str, private_keys: Sequence[str]) -> Iterable[str]:
    try:
        public = sealing.public_key(public_key) if public_key else None
        if public:
            sealing.seal({}, "", public)  # some numbers are no place on the curve
    except (sealing.BadKey, CryptoError):
        yield "INQUIRY_PUBLIC_KEY is not a key. Remove it, then make a pair with `manage.py make_keys`."
        return
    try:
        names = {sealing.name_of(sealing.private_key(key).public_key) for key in private_keys}
    except sealing.BadKey:
        yield "INQUIRY_PRIVATE_KEYS holds something that is not a key. Separate keys with commas only."
        return
    if private_keys and not public:
        yield "INQUIRY_PRIVATE_KEYS is set without INQUIRY_PUBLIC_KEY. Set both, or only the public key."
    elif private_keys and public and sealing.name_of(public) not in names:
        yield (
            "INQUIRY_PRIVATE_KEYS lacks the partner of INQUIRY_PUBLIC_KEY: anything encrypted from now on could "
            "not be read here. Add the private key that was made with it."
        )
