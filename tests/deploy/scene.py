"""Changes what readers see, as a program with the site's own settings: `python -m tests.deploy.scene publish SLUG`."""

import os
import sys

import django


def main(step: str, slug: str) -> None:
    from articles.models import Article
    from review.services.publishing import withdraw
    from tests.articles.making import make_live

    if step == "publish":
        make_live(slug, body=f"Words about {slug}.\n\n" + "More of them. " * 900)
    else:
        withdraw(subject=Article.objects.get(slug=slug), by=None, because="It was wrong.")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "rehabsite.settings"
    django.setup()
    main(*sys.argv[1:])
