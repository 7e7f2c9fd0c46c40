"""A machine whose clock is wrong sends no dead links, deletes nothing early, and gives nothing away late."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from contact import clock
from contact.models import Consent, Inquiry, Notice
from contact.services import delivering, purging
from contact.services.disclosing import disclose
from tests.contact.making import WORDS, World, consented, receive_one, token_of

pytestmark = pytest.mark.django_db
WRONG = [timedelta(days=1), timedelta(days=-1), timedelta(days=400), timedelta(days=-400)]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
class TestAWrongClock:
    def test_asks_the_database(self, wrong: timedelta) -> None:
        real = timezone.now()
        with time_machine.travel(real + wrong):
            assert abs(clock.now() - real) < timedelta(minutes=5)

    def test_sends_what_is_due_and_its_link_opens(self, world: World, wrong: timedelta) -> None:
        consent = consented(world.facility)
        with time_machine.travel(timezone.now() + wrong):
            notice = delivering.claim(Notice)
            assert notice
            assert delivering.may_go(notice)
            delivering.finish(notice)
        found = Notice.objects.get(consent=consent)
        assert found.link_expires_at
        assert abs(found.link_expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=5)
        with time_machine.travel(timezone.now() + wrong):
            assert disclose(token=token_of(found)).words == WORDS

    def test_takes_no_row_from_a_worker_that_lives(self, world: World, wrong: timedelta) -> None:
        consented(world.facility)
        assert delivering.claim(Notice)
        with time_machine.travel(timezone.now() + wrong):
            assert delivering.claim(Notice) is None

    def test_deletes_nothing_early_and_nothing_late(self, world: World, wrong: timedelta) -> None:
        kept, old = receive_one().inquiry, receive_one().inquiry
        from tests.guards.making import unguarded

        with unguarded():
            Inquiry.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=91))
        with time_machine.travel(timezone.now() + wrong):
            assert purging.purge_due() == 1
        assert list(Inquiry.objects.kept()) == [kept]

    def test_sees_the_same_consents_stand(self, world: World, wrong: timedelta) -> None:
        consent = consented(world.facility)
        with time_machine.travel(timezone.now() + wrong):
            assert list(Consent.objects.standing()) == [consent]
