import json
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.crypto import proofs
from contact.crypto.links import Link
from contact.models.inquiry import AccessLine, Consent, Inquiry, make_id
from facilities.models import Facility
from markup.mail_addresses import validate_mail_address
from review.models import RosterChange


def make_secret() -> str:
    return secrets.token_urlsafe(32)


class Recipient(models.Model):
    """Where a facility is told that an inquiry waits. A facility without one is never offered to visitors."""

    facility = models.OneToOneField(Facility, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(
        _("e-mail"),
        blank=True,
        validators=[validate_mail_address],
        help_text=_("An inbox that the people who answer check every day. Ask the facility for it."),
    )
    webhook = models.URLField(
        blank=True,
        max_length=500,
        help_text=_(
            "Only if the facility asked for one. We then call its program instead of sending e-mail. Start with "
            "https://. The facility also needs a secret. This site makes it, and shows it to you once."
        ),
    )
    secret = models.CharField(max_length=64, default=make_secret, editable=False)
    proof = models.CharField(max_length=64, editable=False)  # made by `contact.services.recipients.keep`

    class Meta:
        ordering = ["facility"]
        constraints = [
            models.CheckConstraint(condition=~Q(email="", webhook=""), name="recipient_can_be_told"),
            # Python's mail classes would decode it into another address.
            models.CheckConstraint(condition=~Q(email__contains="=?"), name="recipient_address_has_no_encoded_word"),
            models.CheckConstraint(
                condition=Q(webhook="") | Q(webhook__startswith="https://"), name="webhook_is_https"
            ),
        ]

    def __str__(self) -> str:
        return str(self.facility)

    @property
    def content(self) -> str:
        """What its proof proves."""
        return json.dumps([self.facility_id, self.email, self.webhook, self.secret])

    def prove(self) -> None:
        """For `contact.services.recipients.keep` alone."""
        self.proof = proofs.mark("recipient", self.content)

    @property
    def is_proved(self) -> bool:
        """It was stored by `keep`, and says what it said then."""
        return proofs.fits("recipient", self.content, self.proof)


class Worker(models.Model):
    """A process that delivers: it writes this row while it lives, and takes it away when it ends by itself."""

    name = models.CharField(max_length=200, unique=True)  # host and process number
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    turned_at = models.DateTimeField()  # when the slowest of its threads last finished a turn
    in_hand = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


ABOUT = ("inquiry", "consent", "line", "user", "change")


def _about(kind: str, *of: str) -> Q:
    return Q(kind=kind, **{f"{name}__isnull": name not in of for name in ABOUT})


def make_key() -> str:
    return make_id().hex


class Outgoing(models.Model):
    """A row of the outbox: sent at least once, always under the same key. It holds no word and no address."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        LEASED = "leased", _("Being sent")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")
        PERSON = "person", _("Needs a person")

    key = models.CharField(max_length=32, unique=True, default=make_key, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)  # ever: after the first, the recipient may know of it
    tries = models.PositiveSmallIntegerField(default=0)  # since it was made, or put back by a person
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=32, blank=True)  # the fencing token of the worker that is at it
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # when it was taken over, also if it was cancelled meanwhile
    problem = models.CharField(max_length=40, blank=True)  # a code: see `contact.delivery`

    class Meta:
        abstract = True
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.key


class Notice(Outgoing):
    """Tells a facility that an inquiry waits behind a link. Its recipient is the consent's facility, and no other."""

    class Answer(models.TextChoices):
        WILL_CALL = "will-call", _("They will call you")
        CANNOT_HELP = "cannot-help", _("They cannot help")

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="notice")
    link_seed = models.CharField(max_length=32)
    link_digest = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField(null=True)  # set with each attempt to send; a link never sent opens nothing
    sending = models.PositiveSmallIntegerField(default=1)  # 2 after a new link was asked for, and so on
    answer = models.CharField(max_length=15, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(Outgoing.Meta):
        indexes = [models.Index(fields=["state", "due_at"], name="notice_due")]

    @property
    def link(self) -> Link:
        """The facility's, for `links.token_of`. It fits this consent's notice and no other."""
        return Link(self.link_seed, self.link_digest, Notice.row_of(self.consent_id))

    @staticmethod
    def row_of(consent: int) -> str:
        """For `links.make`, before there is a row."""
        return f"consent-{consent}"


class Letter(Outgoing):
    """Everything else that is mailed: to the person, to the team, to a colleague, and to a facility that a consent was
    withdrawn."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("To the person: we have it")
        ALERT = "alert", _("To the team: an inquiry is waiting")
        WITHDRAWAL = "withdrawal", _("To a facility: a link stopped working")
        WATCH = "watch", _("To the team: a message was copied or deleted")
        ACCOUNT = "account", _("To a colleague: who can sign in has changed")

    kind = models.CharField(max_length=10, choices=Kind)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, null=True, related_name="letters")
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, null=True, related_name="withdrawal_letter")
    line = models.OneToOneField(AccessLine, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    change = models.ForeignKey(RosterChange, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Outgoing.Meta):
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]
        constraints = [
            models.CheckConstraint(
                condition=_about("receipt", "inquiry")
                | _about("alert")
                | _about("withdrawal", "consent")
                | _about("watch", "line")
                | _about("account", "user", "change"),
                name="letter_knows_its_recipient",
            ),
            models.UniqueConstraint(fields=["inquiry"], name="one_receipt_an_inquiry"),
            models.UniqueConstraint(fields=["user", "change"], name="colleague_is_told_once"),
        ]
