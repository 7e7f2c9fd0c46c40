"""Writing, reviewing and publishing words of phases and programs in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from programs.models import Phase, PhaseRevision, Program
from tests.conftest import StaffClient
from tests.programs.proposed import (
    PHASE_WORDS,
    SLUGS,
    make_program,
    medication,
    program_words,
    published,
    reviewed,
    saved,
    with_credentials,
)

pytestmark = pytest.mark.django_db
Staff = Callable[..., StaffClient]


def address(target: Phase | Program, name: str = "change", *more: object) -> str:
    kind = "phase" if isinstance(target, Phase) else "program"
    return reverse(f"admin:programs_{kind}_{name}", args=[target.pk, *more])


def typed(**changed: str) -> dict[str, str]:
    """A whole program as a browser sends it."""
    words = program_words()
    sent = {"base": "0", "summary": words["summary"], "for_whom": words["for_whom"]}
    for slug in SLUGS:
        sent |= {f"{name}_{slug}": text for name, text in words["phases"][slug].items()}
    return {**sent, **changed}


def told(client: StaffClient, target: Phase | Program, step: str, **given: str) -> str:
    response = client.post(address(target, "step", target.latest.pk, step), given, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def titles(client: StaffClient) -> list[str]:
    """What waits for this reviewer on the first page."""
    lists = {waiting.heading: waiting.items for waiting in client.get("/admin/").context["waiting"]}
    return [item.title for item in lists["For you to review"]]


def test_from_a_writers_words_to_the_page(staff: Staff) -> None:
    program, writer = make_program(), staff("writer")
    assert writer.post(address(program), typed()).status_code == 302
    assert "Handed in" in told(writer, program, "submit")
    reviewer = staff("medical-reviewer")
    with_credentials(reviewer.user)
    text = reviewer.get(address(program)).content.decode()
    assert "Save as a new revision" not in text
    said = told(reviewer, program, "review")
    assert "Signed as medically reviewed. Readers do not see it. Revision 1 is reviewed and can be published." in said
    assert "Published" in told(staff("editor"), program, "publish")
    assert Program.objects.published().get() == program


def test_each_role_is_offered_its_steps(staff: Staff) -> None:
    program = make_program()
    reviewed(program)
    offered = {}
    for role in ("writer", "editor", "medical-reviewer"):
        offers = staff(role).get(address(program)).context["buttons"]
        offered[role] = {offer.name for offer in offers}
    assert offered == {
        "writer": set(),
        "editor": {"send_back", "publish", "schedule", "archive"},
        "medical-reviewer": {"send_back"},
    }


def test_the_words_a_site_begins_with_can_be_reviewed_as_they_are(staff: Staff) -> None:
    writer, reviewer, before = staff("writer"), staff("medical-reviewer"), medication().html
    with_credentials(reviewer.user)
    assert "Medication" in writer.get("/admin/").content.decode()
    told(writer, medication(), "review_again")
    told(writer, medication(), "submit")
    told(reviewer, medication(), "review")
    assert medication().html == before
    assert medication().reviewed_on is not None


def test_a_missing_phase_is_named_when_handing_in(staff: Staff) -> None:
    program, editor = make_program(), staff("editor")
    editor.post(address(program), typed(description_aftercare=""))
    assert "“Aftercare”" in told(editor, program, "submit")
    assert not Program.objects.published().exists()


def test_both_for_one_phase_is_refused_with_all_still_typed(staff: Staff) -> None:
    program = make_program()
    response = staff("writer").post(address(program), typed(not_part_because_therapy="No room for it."))
    assert response.status_code == 422
    text = response.content.decode()
    assert '<a href="#id_not_part_because_therapy">' in text
    assert "No room for it." in text
    assert program.latest is None


def test_of_two_writers_the_second_sees_both(staff: Staff) -> None:
    phase, first, second = medication(), staff("writer"), staff("writer")
    first.post(address(phase), {**PHASE_WORDS, "base": "1"})
    response = second.post(address(phase), {**PHASE_WORDS, "body": "Mine.", "base": "1"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Someone else saved this" in text
    assert 'name="base" value="2"' in text
    again = {**PHASE_WORDS, "body": "Mine.", "base": "2"}
    assert second.post(address(phase), again).status_code == 302
    assert phase.latest.body == "Mine."


def test_the_preview_shows_proposed_words_as_readers_will_see_them(staff: Staff) -> None:
    program, writer = published(), staff("writer")
    writer.post(address(program), typed(base=str(program.edits), summary="Words to come."))
    response = writer.get(address(program, "preview"))
    text = response.content.decode()
    assert "Words to come." in text
    assert "Preview of proposed words" in text
    assert 'name="robots" content="noindex"' in text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Words to come." not in writer.get(program.get_absolute_url()).content.decode()
    writer.post(address(medication()), {**PHASE_WORDS, "base": "1"})
    assert "New summary." in writer.get(address(medication(), "preview")).content.decode()


@pytest.mark.parametrize(("role", "may"), [("writer", 200), ("editor", 200), ("medical-reviewer", 200), (None, 403)])
def test_who_may_look(staff: Staff, role: str | None, may: int) -> None:
    client, program = staff(role), make_program()
    for target in (program, medication()):
        for name in ("change", "preview"):
            assert client.get(address(target, name)).status_code == may


def test_a_reviewer_cannot_write(staff: Staff) -> None:
    response = staff("medical-reviewer").post(address(medication()), {**PHASE_WORDS, "base": "1"})
    assert response.status_code == 403
    assert PhaseRevision.objects.count() == 5


def test_who_may_add_and_move_programs(staff: Staff) -> None:
    add = reverse("admin:programs_program_add")
    place: dict[str, Any] = {"name": "Elm", "slug": "elm", "setting": "residential", "city": "1", "facility": ""}
    assert staff("editor").post(add, place).status_code == 403
    assert staff("site-manager").post(add, place).status_code == 302
    program = Program.objects.get(slug="elm")
    assert staff("writer").post(address(program, "place"), {**place, "name": "Oak"}).status_code == 403
    assert staff("editor").post(address(program, "place"), {**place, "name": "Oak"}).status_code == 302
    program.refresh_from_db()
    assert (program.name, program.slug) == ("Oak", "elm")


def test_what_waits_is_on_the_first_page(staff: Staff) -> None:
    program, writer = make_program(), staff("writer")
    writer.post(address(program), typed())
    assert address(program) in writer.get("/admin/").content.decode()
    reviewer = staff("medical-reviewer")
    assert address(program) not in reviewer.get("/admin/").content.decode()
    told(writer, program, "submit")
    assert address(program) in reviewer.get("/admin/").content.decode()
    own = staff("medical-reviewer")
    own.user.groups.add(*writer.user.groups.all())
    phase = medication()
    own.post(address(phase), {**PHASE_WORDS, "base": "1"})
    told(own, phase, "submit")
    assert titles(reviewer) == ["Medication", str(program)]
    assert titles(own) == [str(program)]


def test_a_step_that_there_is_not_and_a_date_that_is_none(staff: Staff) -> None:
    program, reviewer = make_program(), staff("medical-reviewer")
    revision = saved(program)
    assert reviewer.post(address(program, "step", revision.pk, "explode")).status_code == 404
    assert "Nothing was done" in told(reviewer, program, "review", date="tomorrow")
    assert reviewer.get(address(program, "step", revision.pk, "review")).status_code == 405


def test_the_lists_open(staff: Staff) -> None:
    published()
    for kind in ("phase", "program"):
        assert staff("editor").get(reverse(f"admin:programs_{kind}_changelist")).status_code == 200
