"""Any people, roles and steps, in any order: nothing is public that its writer or a saver signed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from rehabsite.models import User
from review.kinds import kinds
from review.models import Joining, Person
from review.refusals import Refused
from review.services.people import save_person
from review.services.publishing import publish_due
from review.services.taking import take
from review.steps import STEPS
from tests.articles.making import change, make_article, make_question, make_user

NAMES = ("Ada Alder", "Ben Birch", "Cyd Cedar", "Dan Dogwood")
TEXTS = ("Cary it.", "Carry it.", "Other words.", "Carry it with you.")
WHO = st.integers(0, len(NAMES) - 1)
PAGES = st.integers(0, 1)
WAY = ("submit", "sign_edited", "review", "publish")
NAMED = st.sampled_from([*WAY, *WAY, *sorted(STEPS)])
Signed = tuple[type[Any], int]


class Machine(RuleBasedStateMachine):
    """Four people who hold every role, an article and an answer, and whatever they do with them."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.users = [_somebody(number, name) for number, name in enumerate(NAMES)]
        self.rows = (make_article("one", body=TEXTS[3]), make_question("Why?", reviewed=False, answer=TEXTS[3]))
        # Revisions that someone signed who had neither written nor saved them, as it was then.
        self.fair: set[Signed] = set()
        for page, words in enumerate(TEXTS[:2]):  # both are public to begin with, and there is something to find
            self.save(page, who=0, writer=0, text=words, small=False)
            for who, name in ((0, "submit"), (1, "sign_edited"), (2, "review"), (1, "publish")):
                self.step(page, who, name, older=0)
            assert self.row(page).live_revision_id

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def row(self, page: int) -> Any:
        return type(self.rows[page]).objects.get(pk=self.rows[page].pk)

    @rule(page=PAGES, who=WHO, writer=WHO, text=st.sampled_from(TEXTS), small=st.booleans())
    def save(self, page: int, who: int, writer: int, text: str, small: bool) -> None:
        named = Person.objects.get(slug=f"p{writer}")
        words = {("body", "answer")[page]: text, "writer": named}
        try:
            with transaction.atomic():
                change(self.row(page), by=self.users[who], small=small, **words)
        except Refused:
            return

    @rule(page=PAGES, who=WHO, name=NAMED, older=st.sampled_from([0, 0, 0, 1, 2]))
    def step(self, page: int, who: int, name: str, older: int) -> None:
        revisions = list(self.row(page).revisions.all())
        revision, by = revisions[min(older, len(revisions) - 1)], self.users[who]
        fair = self.is_fair(revision, by)
        try:
            take(name, revision, by=by, because="So.", at=timezone.now() + timedelta(hours=1))
        except Refused:
            return
        if name in ("review", "sign_correction"):
            assert fair, f"{by} signed their own work"
            self.fair.add((type(revision), revision.pk))

    @rule(first=WHO, second=WHO)
    def change_log_ins(self, first: int, second: int) -> None:
        """Two people sign in as each other from now on."""
        one, other = (Person.objects.get(slug=f"p{number}") for number in (first, second))
        if one == other:
            return
        mine, theirs = one.user, other.user
        for person, user in ((one, None), (other, mine), (one, theirs)):
            person.user = user
            save_person(person=person)

    @rule()
    def hours_pass(self) -> None:
        publish_due()

    @invariant()
    def what_is_public_was_signed_by_somebody_else(self) -> None:
        for kind in kinds():
            for row in kind.rows().published():
                live = row.live_revision
                while live.corrects_id:
                    assert (type(live), live.pk) in self.fair
                    live = live.corrects
                assert live.state == "original" or (type(live), live.pk) in self.fair

    def is_fair(self, revision: Any, by: User) -> bool:
        """Found without the code under test: nothing since the last review is by this log-in or by whom it was."""
        earlier = list(revision.subject.revisions.filter(number__lte=revision.number))
        whole = [
            one.number for one in earlier if one.state == "reviewed" and one.corrects_id is None and one != revision
        ]
        since = [one for one in earlier if one.number > max(whole, default=0)]
        was = set(Joining.objects.filter(user=by).values_list("person", flat=True))
        return not any(one.saved_by_id == by.pk or one.writer_id in was for one in since)


def _somebody(number: int, name: str) -> User:
    user = make_user(f"user{number}", "writer", "editor", "medical-reviewer")
    checkable = {"credentials": "MD", "credentials_url": "https://example.org/board/1"}
    save_person(person=Person(slug=f"p{number}", name=name, user=user, **checkable))
    return user


@pytest.mark.django_db
def test_nothing_public_was_signed_by_its_writer_or_a_saver() -> None:
    quiet = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Machine, settings=quiet)
