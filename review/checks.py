"""Why a step is refused: a code for programs, a sentence for the person, and a line for the reference."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from review import corrections
from review.models import Person
from review.refusals import Refused
from review.services.own_work import is_own_work, signer
from review.states import UNDER_WAY, State
from review.steps import Case

Text = str | Promise


@dataclass(frozen=True)
class Check:
    holds: Callable[[Case], bool]
    sentence: Text
    when: Text


def _no_person(case: Case) -> bool:
    return case.by is not None and signer(case.by) is None


def _no_credentials(case: Case) -> bool:
    person = signer(case.by) if case.by else None
    return person is not None and not person.can_review


def _own_work(case: Case) -> bool:
    person = signer(case.by) if case.by else None
    return person is not None and is_own_work(case.revision, person, case.by)


def _own_review(case: Case) -> bool:
    """Who someone is may have come out since: a log-in joined to the writer's name, an earlier review taken back."""
    reviewed = case.revision
    while reviewed.corrects:
        reviewed = reviewed.corrects
    return bool(reviewed.reviewer and is_own_work(reviewed, reviewed.reviewer, reviewed.reviewed_by))


def _unchecked(case: Case) -> bool:
    """What a file says was reviewed elsewhere names someone who may have no page here."""
    reviewer: Person | None = case.revision.reviewer
    return bool(case.revision.reviewed_by_id and reviewer and not reviewer.can_review)


def _not_small(case: Case) -> bool:
    corrected = case.revision.corrects
    return corrected is None or bool(corrections.why_not(case.kind, corrected, case.kind.words_of(case.revision)))


def _newer_under_way(case: Case) -> bool:
    latest = case.subject.latest
    return bool(latest and latest.state in UNDER_WAY)


CHECKS = {
    "archived": Check(
        lambda case: case.subject.archived_on is not None,
        _("It is in the archive. Bring it back first."),
        _("it is in the archive"),
    ),
    "not-archived": Check(
        lambda case: case.subject.archived_on is None, _("It is not in the archive."), _("it is not in the archive")
    ),
    "no-writer": Check(
        lambda case: case.kind.has_writer and case.revision.writer is None,
        _("Say who wrote it before you hand it in: readers see the name, and no one may review their own words."),
        _("no one is named as its writer"),
    ),
    "not-whole": Check(
        lambda case: any(True for _refused in case.kind.lacks(case.kind.words_of(case.revision))),
        _("Something is missing from the words."),
        _("something that these words need is missing, such as one of a program’s five phases"),
    ),
    "was-live": Check(
        lambda case: case.revision.published_at is not None,
        _("Readers have seen this revision. Save a new one instead, or withdraw the page."),
        _("readers have seen this revision"),
    ),
    "no-reason": Check(lambda case: not case.because.strip(), _("Say why. People read it."), _("there is no reason")),
    "no-editor-here": Check(
        lambda case: not case.kind.has_editor,
        _("Only articles are signed as edited."),
        _("this kind of words names no editor"),
    ),
    "signed-already": Check(
        lambda case: case.revision.edited_on is not None,
        _("An editor has already signed it."),
        _("an editor has already signed it"),
    ),
    "no-person": Check(
        _no_person,
        _(
            "Your log-in is not linked to a person in the bylines. A site manager can link them under People, on your "
            "page."
        ),
        _("the log-in is not linked to a person"),
    ),
    "no-credentials": Check(
        _no_credentials,
        _("Readers must be able to check a reviewer. Add your credentials and where to check them, under People."),
        _("the reviewer has no credentials, or no place to check them, or is marked as made up"),
    ),
    "own-work": Check(
        _own_work,
        _("You wrote or changed these words, so another person has to sign them."),
        _(
            "they wrote it or saved it, once since the last review, under any name or log-in of theirs; or a writer’s "
            "name looks like theirs"
        ),
    ),
    "due-in-the-past": Check(
        lambda case: bool(case.on and case.on <= timezone.localdate()),
        _("The next review has to be due after today."),
        _("the next review would not be after today"),
    ),
    "is-live": Check(
        lambda case: case.revision.is_live, _("Readers already see this revision."), _("readers already see it")
    ),
    "reviewer-unchecked": Check(
        _unchecked,
        _("Readers can no longer check who reviewed it. Add the credentials under People, or have it reviewed again."),
        _(
            "the reviewer’s credentials, or the place to check them, have since been removed, or the reviewer is "
            "marked as made up"
        ),
    ),
    "own-review": Check(
        _own_review,
        _("It turned out that its reviewer wrote or changed these words. Have another person review them."),
        _("it turned out that its reviewer wrote or saved these words"),
    ),
    "no-schedule-here": Check(
        lambda case: case.kind.live_when_reviewed,
        _("Readers see these words as soon as they are reviewed, so there is no date."),
        _("this kind of words goes live with its review"),
    ),
    "date-in-the-past": Check(
        lambda case: case.at is None or case.at <= timezone.now(),
        _("Choose a date and time in the future, or publish now."),
        _("the time is not in the future"),
    ),
    "not-scheduled": Check(lambda case: case.revision.publish_at is None, _("It has no date."), _("it has no date")),
    "scheduled": Check(
        lambda case: case.subject.revisions.filter(publish_at__isnull=False).exists(),
        _("It goes live on a date. Cancel the date first."),
        _("it has a date on which it goes live"),
    ),
    "always-public": Check(
        lambda case: case.kind.always_public,
        _("The five phases are always public. Change their words, or publish older words again."),
        _("it is a phase, which is always public"),
    ),
    "not-live": Check(
        lambda case: not case.revision.is_live, _("Readers do not see this revision."), _("readers do not see it")
    ),
    "is-public": Check(
        lambda case: bool(case.subject.live_revision_id or case.subject.withdrawn_on),
        _("Readers see it, or read why it was withdrawn. You can archive only what they never saw."),
        _("readers see it, or read why it was withdrawn"),
    ),
    "under-way": Check(
        _newer_under_way,
        _("There is already a newer revision. Hand that one in for review."),
        _("there is already a newer revision"),
    ),
    "not-live-any-more": Check(
        lambda case: case.subject.live_revision_id != case.revision.corrects_id,
        _("Readers now see different words. Send the correction back, and make a new one."),
        _("readers no longer see the words that it corrects"),
    ),
    "not-small": Check(
        _not_small,
        _("This is more than a small correction. Send it back, and have it reviewed."),
        _("it changes more than spelling"),
    ),
}


def sentence(code: str, case: Case) -> Refused:
    """The refusal in the kind's own words, where it has some."""
    if code == "not-whole":
        return next(iter(case.kind.lacks(case.kind.words_of(case.revision))))
    return Refused(code, CHECKS[code].sentence)


__all__ = ["CHECKS", "Check", "State", "sentence"]
