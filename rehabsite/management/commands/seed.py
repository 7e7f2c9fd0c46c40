from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from articles.doors import load_doors
from articles.models import Article, ArticleRevision, Question
from articles.services.listing import marking_only, prepare_marked
from articles.services.saving import placement_of, save_article
from articles.words import SourceWords, Words, words_of
from contact.models import Inquiry
from contact.services.recipients import load_recipients
from facilities.models import Facility
from facilities.services.demo import load_cities, load_facilities, load_rankings, load_tonight
from facilities.services.locating import fill_places_once
from programs.models import Program
from programs.services.demo_programs import load_programs
from review.models import Person
from review.services.publishing import publish, record_review, schedule, withdraw

DEMO = settings.BASE_DIR / "articles" / "demo"
CHANGED, SCHEDULED, WITHDRAWN = "starting-buprenorphine", "your-rights-in-treatment", "does-my-doctor-need-a-waiver"
REVIEWER = "anneke-valdor"
ADDITION = """\
## Keep it safe at home

Keep films and tablets in a locked box, never in a purse, a pocket or a drawer. A child who swallows one can stop \
breathing. If a child did, and is sleepy or hard to wake, give naloxone and call 911. If the child seems fine, call \
Poison Help at once: [1-800-222-1222](tel:18002221222).[^%(number)d]"""
SOURCE = SourceWords(title="Poison Help", publisher="America's Poison Centers", url="https://www.poisoncontrol.org/")
REASON = (
    "This page said that a doctor needs a special waiver to prescribe buprenorphine. That was already out of date "
    "when we published it. The waiver ended in January 2023. Any clinician with a standard DEA registration may now "
    "prescribe it, within state law. Please read “Starting buprenorphine” instead."
)


# Once there is any of these, invented ones would come among those that someone may rely on.
CONTENT = (Article, Question, Person, Facility, Program, Inquiry)


class Command(BaseCommand):
    help = "Loads the demo content: articles in every state that an editor can see. Only into a site without content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="say nothing if there is content")

    @transaction.atomic
    def handle(self, *, if_empty: bool, **options: Any) -> None:
        found = next((model for model in CONTENT if model._base_manager.exists()), None)
        if found and if_empty:
            return
        if found:
            there = found._meta.verbose_name_plural
            raise CommandError(f"This site has {there} already. The demo content only goes into an empty one.")
        self.stdout.write("Loading the demo content …")
        self.stdout.flush()
        load_cities()
        load_tonight()
        call_command("import_articles", str(DEMO), verbosity=0, stderr=self.stderr)
        self._change_since_review(Article.objects.get(slug=CHANGED))
        reviewed = ArticleRevision.objects.get(article__slug=SCHEDULED)
        morning = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=14), time(9)))
        schedule(revision=reviewed, by=None, at=morning)
        self._withdraw(Article.objects.get(slug=WITHDRAWN))
        load_doors()
        fill_places_once()
        load_facilities()
        programs = load_programs()
        load_rankings()
        recipients = load_recipients()
        call_command("rebuild_search", if_needed=True, verbosity=0)
        self.stdout.write(
            f"{Article.objects.count()} demo articles, {Article.objects.published().count()} of them live."
        )
        self.stdout.write(f"{Facility.objects.count()} invented facilities, {programs} invented programs.")
        self.stdout.write(f"{recipients} of the facilities take inquiries, at addresses that lead nowhere.")

    def _change_since_review(self, article: Article) -> None:
        """A newer revision that readers do not see: someone proposes an addition."""
        live = article.live_revision
        if live is None:
            raise CommandError(f"The demo article {article.slug} is not live. Its file needs a reviewer and a date.")
        old = words_of(live)
        body = f"{old.body}\n\n{ADDITION % {'number': len(old.sources) + 1}}"
        words = Words(old.title, body, old.summary, old.writer, (*old.sources, SOURCE))
        place = placement_of(article)
        save_article(article=article, words=words, place=place, base=article.edits, by=None, note="Keeping it safe")

    def _withdraw(self, article: Article) -> None:
        """Its file is a draft, since its text is out of date: no one can publish it by importing the folder."""
        revision, reviewer = article.revisions.get(), Person.objects.get(slug=REVIEWER)
        with marking_only():
            record_review(revision=revision, reviewer=reviewer, on=date(2026, 2, 18))
            publish(revision=revision, by=None, on=date(2026, 2, 24))
            withdraw(subject=article, by=None, because=REASON)
        prepare_marked()
