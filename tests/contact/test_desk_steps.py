"""What the team does with an inquiry: who answers, how far it is, and sending again what could not be sent."""

from collections.abc import Callable

import pytest

from contact.models import Consent, Letter, Notice
from contact.services import delivering
from contact.services.disclosing import Dark, disclose
from tests.conftest import StaffClient
from tests.contact.desking import address, lines, seen, step, text
from tests.contact.making import WORDS, World, receive_one, sent

Staff = Callable[..., StaffClient]


def test_taking_it_on_answering_closing_and_back(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    assert "is yours now" in step(desk, inquiry, "take")
    for state in ("answered", "closed", "answered", "new"):
        assert "is now" in step(desk, inquiry, state)
        inquiry.refresh_from_db()
        assert inquiry.state == state
    assert inquiry.handled_by == desk.user
    assert lines(inquiry) == [f"{desk.user.username} took", *[f"{desk.user.username} state"] * 4]


def test_the_second_of_two_colleagues_reads_a_sentence_and_changes_nothing(
    desk: StaffClient, world: World, staff: Staff
) -> None:
    inquiry, other = receive_one().inquiry, staff("intake")
    before = seen(inquiry)
    step(desk, inquiry, "take")
    assert f"handled by {desk.user.username}" in step(other, inquiry, "take", seen=before)
    assert 'class="changed error"' in step(other, inquiry, "closed", seen=before)
    inquiry.refresh_from_db()
    assert (inquiry.handled_by, inquiry.state) == (desk.user, "new")
    assert "is yours now" in step(other, inquiry, "take")  # having seen whose it is


def test_a_second_press_does_nothing_more(desk: StaffClient, world: World) -> None:
    inquiry = receive_one().inquiry
    before = seen(inquiry)
    for name in ("take", "take"):
        page = step(desk, inquiry, name, seen=before)
    assert "done-already" in page
    before = seen(inquiry)
    for _press in range(2):
        page = step(desk, inquiry, "answered", seen=before)
    assert "done-already" in page
    assert len(lines(inquiry)) == 2


def test_handing_it_to_a_colleague_of_the_desk_and_to_nobody_else(
    desk: StaffClient, world: World, staff: Staff
) -> None:
    inquiry, other, editor = receive_one().inquiry, staff("intake"), staff("editor")
    page = text(desk.get(address(inquiry)))
    assert (other.user.username in page, editor.user.username in page) == (True, False)
    said = step(desk, inquiry, "hand-over", to=other.user.username)
    assert f"is now handled by {other.user.username}" in said
    for wrong in (editor.user.username, "nobody", ""):
        assert "no-colleague" in step(desk, inquiry, "hand-over", to=wrong)
    inquiry.refresh_from_db()
    assert inquiry.handled_by == other.user
    assert lines(inquiry) == [f"{desk.user.username} handed"]


def test_a_new_link_opens_and_the_old_one_goes_dark(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice = Notice.objects.get()
    old = sent(notice)
    assert "new link is on its way" in step(desk, inquiry, "renew", outgoing=f"notice-{notice.pk}")
    assert "done-already" in step(desk, inquiry, "renew", outgoing=f"notice-{notice.pk}")
    notice.refresh_from_db()
    assert (notice.state, notice.sending, lines(inquiry)) == ("waiting", 2, [f"{desk.user.username} resent"])
    with pytest.raises(Dark):
        disclose(token=old)
    assert disclose(token=sent(notice)).words["message"] == WORDS["message"]


def test_no_new_link_once_the_person_took_the_permission_back(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice = Notice.objects.get()
    sent(notice)
    before = notice.link_digest
    step(desk, inquiry, "withdraw", consent=Consent.objects.get().pk)
    assert "Send a new link" not in text(desk.get(address(inquiry)))
    assert "no-consent" in step(desk, inquiry, "renew", outgoing=f"notice-{notice.pk}")
    notice.refresh_from_db()
    assert notice.link_digest == before


def test_what_needs_a_person_is_tried_again(desk: StaffClient, world: World) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice, letter = Notice.objects.get(), Letter.objects.get(kind="receipt")
    Notice.objects.update(state="person", problem="mail-refused", attempts=3)
    Letter.objects.filter(pk=letter.pk).update(state="person", problem="bad-address")
    page = text(desk.get(address(inquiry)))
    assert page.count("Needs a person") == 3  # above, at the facility, at the mail
    for code in ("mail-refused", "bad-address"):
        assert delivering.sentence(code) in page
    for name in (f"notice-{notice.pk}", f"letter-{letter.pk}"):
        assert "tried again now" in step(desk, inquiry, "retry", outgoing=name)
        assert "nothing to try again" in step(desk, inquiry, "retry", outgoing=name)
    notice.refresh_from_db()
    letter.refresh_from_db()
    assert (notice.state, letter.state) == ("waiting", "waiting")
    assert lines(inquiry) == [f"{desk.user.username} retried"] * 2


def test_a_mail_to_the_team_that_could_not_be_sent_is_tried_again_from_the_list(
    desk: StaffClient, world: World
) -> None:
    receive_one()
    Letter.objects.filter(kind="alert").update(state="person", problem="mail-settings")
    alert = Letter.objects.get(kind="alert")
    assert delivering.sentence("mail-settings") in text(desk.get("/admin/contact/inquiry/"))
    assert "E-mail to the team" in text(desk.get("/admin/"))
    desk.post(f"/admin/contact/inquiry/team-mail/{alert.pk}/")
    alert.refresh_from_db()
    assert alert.state == "waiting"


def test_a_step_reaches_no_other_inquirys_rows(desk: StaffClient, world: World) -> None:
    mine, other = receive_one(world.facility).inquiry, receive_one(world.facility).inquiry
    consent, notice = other.consents.get(), other.consents.get().notice
    letter = other.letters.get()
    for name, values in (
        ("withdraw", {"consent": consent.pk}),
        ("renew", {"outgoing": f"notice-{notice.pk}"}),
        ("renew", {"outgoing": f"letter-{letter.pk}"}),
        ("retry", {"outgoing": f"letter-{letter.pk}"}),
        ("retry", {"outgoing": f"letter-{'9' * 40}"}),
        ("retry", {}),
        ("nonsense", {}),
    ):
        assert desk.post(address(mine, f"step/{name}/"), values).status_code == 404, name
    assert lines(mine) == lines(other) == []
