"""One facility that takes inquiries, and as many inquiries for it as are asked for. Run as a program, with the site's
own settings."""

import os
import sys
from uuid import uuid4

import django

SLUG = "drill"
EMAIL = "intake@drill.example.org"


def main(inquiries: int) -> None:
    from facilities.models import Facility
    from tests.contact.making import WORDS, consented, make_facility

    facility = Facility.objects.filter(slug=SLUG).first() or make_facility(slug=SLUG, email=EMAIL)
    for _ in range(inquiries):
        consented(facility, words={**WORDS, "message": f"{uuid4()}"})  # the same words would be the same inquiry


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "rehabsite.settings"
    django.setup()
    main(int(sys.argv[1]))
