"""That a facility's link opens nothing, and a consent makes no notice."""

from collections.abc import Callable

import pytest

from contact.models import Consent, Disclosure, Notice
from contact.services.consenting import forward_inquiry
from contact.services.disclosing import Dark, answer, disclose, find
from review.refusals import Refused


def is_dark(token: str) -> bool:
    """Every way to use a facility's link, and nothing is written down."""
    before = Disclosure.objects.count()
    ways: list[Callable[[], object]] = [
        lambda: find(token),
        lambda: disclose(token=token),
        lambda: answer(token=token, answer=Notice.Answer.WILL_CALL),
    ]
    for way in ways:
        with pytest.raises(Dark):
            way()
    return Disclosure.objects.count() == before and not Notice.objects.exclude(answer="").exists()


def is_refused(consent: Consent) -> bool:
    with pytest.raises(Refused) as raised:
        forward_inquiry(consent)
    return raised.value.code == "no-consent"
