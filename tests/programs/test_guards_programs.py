"""What the database itself refuses about programs, in plain SQL."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from programs.models import Program
from tests.programs.proposed import make_program, medication, newest, published, reviewed

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(caught.value)


def test_a_program_with_four_phases_is_not_published() -> None:
    program = make_program()
    reviewed(program)
    program.program_phases.filter(phase__slug="aftercare").delete()
    told = refused("UPDATE programs_program SET published_on = '2026-03-02' WHERE id = %s", program.pk)
    assert "each of the five phases" in told


def test_with_five_phases_it_is() -> None:
    program = make_program()
    reviewed(program)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_program SET published_on = '2026-03-02' WHERE id = %s", [program.pk])
    assert Program.objects.published().get() == program


def test_a_program_is_not_made_published() -> None:
    reviewed(make_program())
    told = refused(
        "INSERT INTO programs_program (slug, name, setting, city_id, invented, summary, for_whom, family,"
        " in_care_30_days, in_care_6_months, in_care_1_year, quality_of_life, return_to_use_plan,"
        " published_on, reviewed_on)"
        " SELECT 'copy', name, setting, city_id, invented, summary, for_whom, family, in_care_30_days,"
        " in_care_6_months, in_care_1_year, quality_of_life, return_to_use_plan, '2026-03-02', reviewed_on"
        " FROM programs_program"
    )
    assert "each of the five phases" in told


def test_a_published_program_loses_no_phase() -> None:
    program = published()
    told = refused("DELETE FROM programs_programphase WHERE program_id = %s", program.pk)
    assert "keeps its five phases" in told


def test_a_phase_does_not_move_to_another_program_or_phase() -> None:
    program, other = published(), make_program("other")
    told = refused("UPDATE programs_programphase SET program_id = %s WHERE program_id = %s", other.pk, program.pk)
    assert "stays with that program" in told
    row = program.program_phases.get(phase__slug="therapy")
    other_phase = program.program_phases.get(phase__slug="aftercare").phase_id
    told = refused("UPDATE programs_programphase SET phase_id = %s WHERE id = %s", other_phase, row.pk)
    assert "stays with that program" in told


@pytest.mark.parametrize("blank", ["", " ", "\n", " \t\r\n "])
def test_a_phase_is_not_emptied(blank: str) -> None:
    row = published().program_phases.get(phase__slug="therapy")
    refused("UPDATE programs_programphase SET description = %s WHERE id = %s", blank, row.pk)


def test_a_program_nobody_reviewed_is_not_published() -> None:
    program = make_program()
    reviewed(program)
    refused("UPDATE programs_program SET published_on = '2026-03-02', reviewed_on = NULL WHERE id = %s", program.pk)


def test_proposed_words_never_change() -> None:
    program = make_program()
    reviewed(program)
    proposal = newest(program)
    told = refused("UPDATE programs_proposal SET words = '{}' WHERE id = %s", proposal.pk)
    assert "keeps its words" in told
    refused(
        "UPDATE programs_proposal SET phase_id = %s, program_id = NULL WHERE id = %s", medication().pk, proposal.pk
    )
