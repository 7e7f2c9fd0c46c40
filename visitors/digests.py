import hmac

from django.conf import settings


def keyed(purpose: str, text: str) -> str:
    """The same for the same text, and no one without the site's secret can try out guesses. Each purpose has a key."""
    key = hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()
