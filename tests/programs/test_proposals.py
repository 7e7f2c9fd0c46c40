"""Medical words: proposed by one person, reviewed by another, and only then seen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.models import Phase, Program, Proposal
from programs.services.proposals import Stale, propose, record_review, review, review_again, send_back, submit
from programs.services.publishing import publish_program, unpublish_program
from rehabsite.models import User
from review.refusals import Refused
from search.services import public_version
from tests.articles.making import make_user
from tests.programs.proposed import (
    ON,
    PHASE_WORDS,
    make_program,
    medication,
    newest,
    program_words,
    published,
    reviewed,
    with_credentials,
)

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture
def writer() -> User:
    return make_user("wanda", "writer")


@pytest.fixture
def reviewer() -> User:
    return with_credentials(make_user("rita", "medical-reviewer"))


def refused(code: str, step: Callable[..., object], **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        step(**given)
    assert caught.value.code == code
    return str(caught.value)


def submitted(target: Any, words: dict[str, Any], by: User, base: int = 0) -> Proposal:
    proposal = propose(target=target, words=words, base=base, by=by)
    submit(proposal=proposal, by=by)
    return proposal


def test_words_are_seen_once_another_person_has_reviewed_them(writer: User, reviewer: User) -> None:
    phase, version = medication(), public_version()
    proposal = submitted(phase, PHASE_WORDS, writer)
    phase.refresh_from_db()
    assert phase.summary != "New summary."
    assert public_version() == version
    review(proposal=proposal, by=reviewer)
    phase.refresh_from_db()
    assert (phase.summary, phase.html) == ("New summary.", "<p>New <strong>words</strong>.</p>\n")
    assert phase.reviewed_on == timezone.localdate()
    assert phase.next_review_due == timezone.localdate() + timedelta(days=365)
    assert public_version() > version
    assert newest(phase).state == State.REVIEWED
    assert Proposal.objects.reviewer(phase=phase) == reviewer.person


def test_a_program_takes_over_its_fields_and_five_phases(writer: User, reviewer: User) -> None:
    program = make_program()
    review(proposal=submitted(program, program_words(in_care_30_days="8 of 10"), writer), by=reviewer)
    program.refresh_from_db()
    assert (program.summary, program.in_care_30_days) == ("In short.", "8 of 10")
    rows = [(row.phase.slug, row.html, row.not_part_because) for row in program.program_phases.all()]
    assert rows[0] == ("detoxification", "", "Methadone needs none.")
    assert rows[1] == ("medication", "<p>What we do: <em>medication</em>.</p>\n", "")
    assert len(rows) == 5


def test_a_second_review_replaces_the_words_and_leaves_five_rows() -> None:
    program = published()
    words = program_words(summary="Other.")
    words["phases"]["detoxification"] = {"description": "Now we do."}
    later = propose(target=program, words=words, base=newest(program).pk, by=None)
    record_review(proposal=later, by=None, on=ON, due=None)
    program.refresh_from_db()
    first = program.program_phases.all()[0]
    assert (program.summary, first.description, first.not_part_because) == ("Other.", "Now we do.", "")
    assert program.program_phases.count() == 5
    assert [proposal.state for proposal in program.proposals.all()] == [State.REVIEWED, State.REPLACED]


def test_the_same_words_twice_are_one_proposal(writer: User) -> None:
    first = propose(target=medication(), words=PHASE_WORDS, base=0, by=writer)
    typed = {**PHASE_WORDS, "body": " New **words**.\r\n"}
    assert propose(target=medication(), words=typed, base=0, by=writer) == first
    assert Proposal.objects.count() == 1


def test_newer_words_replace_those_under_way(writer: User) -> None:
    first = submitted(medication(), PHASE_WORDS, writer)
    propose(target=medication(), words={**PHASE_WORDS, "body": "Newer."}, base=first.pk, by=writer)
    first.refresh_from_db()
    assert first.state == State.REPLACED


def test_words_over_somebody_elses_are_stale(writer: User) -> None:
    theirs = propose(target=medication(), words=PHASE_WORDS, base=0, by=make_user("other", "writer"))
    with pytest.raises(Stale) as caught:
        propose(target=medication(), words={**PHASE_WORDS, "body": "Mine."}, base=0, by=writer)
    assert caught.value.newer == theirs
    assert Proposal.objects.count() == 1


def test_nobody_reviews_what_they_saved(writer: User, reviewer: User) -> None:
    both = with_credentials(make_user("both", "writer", "medical-reviewer"))
    proposal = submitted(medication(), PHASE_WORDS, both)
    refused("own-work", review, proposal=proposal, by=both)
    later = submitted(medication(), {**PHASE_WORDS, "body": "Built on theirs."}, writer, base=proposal.pk)
    refused("own-work", review, proposal=later, by=both)
    review(proposal=later, by=reviewer)


def test_reviewed_words_are_nobodys_unreviewed_work(writer: User, reviewer: User) -> None:
    both = with_credentials(make_user("both", "writer", "medical-reviewer"))
    first = submitted(medication(), PHASE_WORDS, both)
    review(proposal=first, by=reviewer)
    later = submitted(medication(), {**PHASE_WORDS, "body": "More."}, writer, base=first.pk)
    review(proposal=later, by=both)


def test_the_database_refuses_a_reviewer_who_saved(writer: User) -> None:
    proposal = submitted(medication(), PHASE_WORDS, writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(reviewed_by=writer)


def test_reviewing_needs_the_role_credentials_and_a_handed_in_text(writer: User, reviewer: User) -> None:
    proposal = propose(target=medication(), words=PHASE_WORDS, base=0, by=writer)
    refused("wrong-state", review, proposal=proposal, by=reviewer)
    submit(proposal=proposal, by=writer)
    refused("not-your-role", review, proposal=proposal, by=make_user("eddy", "editor"))
    refused("no-credentials", review, proposal=proposal, by=make_user("nora", "medical-reviewer"))
    refused("due-in-the-past", review, proposal=proposal, by=reviewer, next_review_due=date(2020, 1, 1))


def test_proposing_needs_the_role(reviewer: User) -> None:
    refused("not-your-role", propose, target=medication(), words=PHASE_WORDS, base=0, by=reviewer)


def test_sent_back_with_a_note_it_can_be_handed_in_again(writer: User, reviewer: User) -> None:
    proposal = submitted(medication(), PHASE_WORDS, writer)
    refused("no-reason", send_back, proposal=proposal, by=reviewer, because=" ")
    send_back(proposal=proposal, by=reviewer, because="A source, please.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.sent_back_because) == (State.SENT_BACK, "A source, please.")
    submit(proposal=proposal, by=writer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.sent_back_because) == (State.SUBMITTED, "")


def test_a_program_with_a_phase_missing_is_not_handed_in_and_the_sentence_names_it(writer: User) -> None:
    words = program_words()
    del words["phases"]["aftercare"]
    proposal = propose(target=make_program(), words=words, base=0, by=writer)
    assert "“Aftercare”" in refused("phase-missing", submit, proposal=proposal, by=writer)


def test_a_phase_is_described_or_not_part_of_it_but_not_both(writer: User) -> None:
    words = program_words()
    words["phases"]["therapy"] = {"description": "Talks.", "not_part_because": "No room."}
    assert "“Therapy”" in refused("phase-doubled", propose, target=make_program(), words=words, base=0, by=writer)


def test_words_that_would_not_fit_are_refused(writer: User) -> None:
    long = {**PHASE_WORDS, "summary": "x" * 301}
    refused("too-long", propose, target=medication(), words=long, base=0, by=writer)
    refused("no-words", propose, target=medication(), words={**PHASE_WORDS, "body": " "}, base=0, by=writer)


def test_a_review_that_is_due_can_be_done_without_new_words(writer: User, reviewer: User) -> None:
    review(proposal=submitted(medication(), PHASE_WORDS, writer), by=reviewer)
    Phase.objects.filter(slug="medication").update(reviewed_on=ON, next_review_due=ON)
    copy = review_again(target=medication(), by=writer)
    refused("under-way", review_again, target=medication(), by=writer)
    submit(proposal=copy, by=writer)
    review(proposal=copy, by=reviewer)
    assert medication().reviewed_on == timezone.localdate()
    assert medication().summary == "New summary."


def test_publishing_refuses_a_missing_phase_by_its_name() -> None:
    program = make_program()
    reviewed(program)
    program.program_phases.filter(phase__slug="therapy").delete()
    assert "“Therapy”" in refused("phase-missing", publish_program, program=program, by=None)
    program.refresh_from_db()
    assert program.published_on is None


def test_publishing_refuses_what_nobody_reviewed(writer: User) -> None:
    program = make_program()
    submitted(program, program_words(), writer)
    refused("not-reviewed", publish_program, program=program, by=None)


def test_publishing_is_for_editors_and_can_be_undone() -> None:
    program, editor = make_program(), make_user("eddy", "editor")
    reviewed(program)
    refused("not-your-role", publish_program, program=program, by=make_user("wim", "writer"))
    publish_program(program=program, by=editor)
    refused("published", publish_program, program=program, by=editor)
    assert program.published_on == timezone.localdate()
    version = public_version()
    unpublish_program(program=program, by=editor)
    assert not Program.objects.published().exists()
    assert public_version() > version
    refused("not-published", unpublish_program, program=program, by=editor)
