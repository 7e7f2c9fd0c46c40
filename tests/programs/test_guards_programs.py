"""What the database itself refuses about phases and programs, in plain SQL."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from programs.models import Program
from review.states import State
from tests.articles.making import change, sign_and_show
from tests.codes import names_in
from tests.programs.proposed import make_program, medication, published, reviewed, saved

pytestmark = pytest.mark.django_db
SHOW = "UPDATE programs_program SET live_revision_id = %s, published_on = '2026-03-02' WHERE id = %s"


def refused(sql: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return names_in(caught.value)


def test_a_program_with_four_phases_is_not_published() -> None:
    program = make_program()
    words = {"therapy": {"description": "Talks."}}
    revision = saved(program, phases=words)
    type(revision).objects.filter(pk=revision.pk).update(state="submitted")
    sign = "UPDATE programs_programrevision SET state = 'reviewed', reviewed_on = '2026-03-02', reviewer_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(f"{sign} WHERE id = %s", [reviewed(make_program("other")).reviewer_id, revision.pk])
    assert "live_program_has_five_phases" in refused(SHOW, revision.pk, program.pk)


def test_with_five_phases_it_is() -> None:
    program = make_program()
    revision = reviewed(program)
    with connection.cursor() as cursor:
        cursor.execute(SHOW, [revision.pk, program.pk])
    assert Program.objects.published().get() == program


def test_what_nobody_reviewed_is_not_published() -> None:
    program = make_program()
    assert "program_live_revision_is_reviewed" in refused(SHOW, saved(program).pk, program.pk)


def test_nor_another_programs_words() -> None:
    program = make_program()
    assert "program_live_revision_is_reviewed" in refused(SHOW, reviewed(make_program("other")).pk, program.pk)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM programs_programpart", "UPDATE programs_programpart SET description = 'x'"]
)
def test_reviewed_words_keep_what_they_say_of_the_phases(sql: str) -> None:
    published()
    assert "programpart_changes_in_a_draft" in refused(sql)


@pytest.mark.parametrize("blank", [" ", "\n", " \t\r\n "])
def test_a_phase_is_not_emptied(blank: str) -> None:
    part = saved(make_program()).parts.get(phase__slug="therapy")
    refused("UPDATE programs_programpart SET description = %s WHERE id = %s", blank, part.pk)


@pytest.mark.parametrize("column", ["summary", "for_whom", "family", "return_to_use_plan"])
def test_words_never_change(column: str) -> None:
    saved(make_program())
    assert "program_revision_keeps_its_words" in refused(f"UPDATE programs_programrevision SET {column} = 'Other.'")


class TestPhases:
    def test_the_words_that_came_with_the_site_are_live_and_no_others_are_without_a_review(self) -> None:
        phase = medication()
        assert phase.live_revision.state == State.ORIGINAL
        newer = change(phase, summary="Newer.").latest
        show = "UPDATE programs_phase SET live_revision_id = %s WHERE id = %s"
        assert "phase_live_revision_is_reviewed" in refused(show, newer.pk, phase.pk)

    def test_nothing_becomes_words_that_came_with_the_site(self) -> None:
        newer = change(medication(), summary="Newer.").latest
        told = refused("UPDATE programs_phaserevision SET state = 'original' WHERE id = %s", newer.pk)
        assert "phase_revision_is_no_draft_again" in told

    def test_a_phase_keeps_some_words(self) -> None:
        sign_and_show(change(medication(), summary="Newer.").latest)
        assert medication().summary == "Newer."
        refused("DELETE FROM programs_phaserevision")
