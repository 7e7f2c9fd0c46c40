import secrets
import time
import uuid
from base64 import b32encode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.crypto.links import Link
from facilities.models import City, Facility


def make_reference() -> str:
    """80 random bits that can be read out on the phone. It opens nothing."""
    return f"REF-{b32encode(secrets.token_bytes(10)).decode()}"


def make_id() -> uuid.UUID:
    """74 random bits behind the time: an index grows at its end, and what was made together is written together. It
    opens nothing."""
    milliseconds, bits = time.time_ns() // 1_000_000, secrets.randbits(80)
    return uuid.UUID(int=milliseconds << 80 | bits & ~(0xF << 76 | 3 << 62) | 7 << 76 | 2 << 62)


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def kept(self) -> "InquiryQuerySet":
        """Those whose words are still here."""
        return self.filter(purged_at__isnull=True)


class Inquiry(models.Model):
    """What a visitor sent. In the open stands what the desk must sort by; what was typed is sealed.

    The row stays as the basic record that something was received; its words go.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class Purged(models.TextChoices):
        AGE = "age", _("Kept long enough")
        ASKED = "asked", _("The person asked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True, default=make_reference, editable=False)
    # A digest of what was pressed "Send" on: pressing again finds the first. Empty once that can no longer happen.
    submission = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 (unique)
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    permission = models.BooleanField(
        editable=False, help_text=_("The box was checked, and the person is an adult and not in danger now.")
    )
    holds = models.JSONField(default=list, editable=False)  # names of the fields that were filled in, not what with
    sealed = models.BinaryField(editable=False)
    link_seed = models.CharField(max_length=32, editable=False)
    link_digest = models.CharField(max_length=64, unique=True, editable=False)

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purged_at = models.DateTimeField(null=True, editable=False)
    purged_because = models.CharField(max_length=10, choices=Purged, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = _("inquiries")
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["purged_at", "received_at"], name="inquiry_purged_received"),
            models.Index(fields=["received_at"], name="inquiry_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, purged_because="")
                | (Q(purged_at__isnull=False, sealed=b"", submission__isnull=True) & ~Q(purged_because="")),
                name="purged_inquiry_holds_no_words",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def link(self) -> Link:
        """The person's own, for `links.token_of`."""
        return Link(self.link_seed, self.link_digest, self.link_row)

    @property
    def seal_row(self) -> str:
        """What its seal names, so that words copied to another row are found out."""
        return str(self.pk)

    @property
    def link_row(self) -> str:
        """For `links.make`, before there is a link."""
        return f"inquiry-{self.pk}"


UNPAID = Facility.Relationship.NONE


class ConsentText(models.Model):
    """The words next to the box, with places to fill (see `consent_words`). Unchangeable once someone agreed."""

    version = models.PositiveIntegerField(unique=True)
    heading = models.CharField(max_length=300, help_text=_("Next to the box. {site} becomes the site’s name."))
    words = models.TextField(help_text=_("Under it. {site}, {fields}, {days} and {email} are filled in."))
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("version of these words"), _("words next to the box")
        ordering = ["-version"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"Version {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Those that allow something now. The database asks the same: see `contact.guards`.

        The facility is asked again: a person agreed to what they were shown, and one that pays us gets nothing.
        """
        records = ConsentRecord.objects.filter(consent=models.OuterRef("pk"))
        return self.filter(
            models.Exists(records.filter(kind=ConsentRecord.Kind.GIVEN)),
            ~models.Exists(records.filter(kind=ConsentRecord.Kind.WITHDRAWN)),
            withdrawn_at__isnull=True,
            expires_at__gt=Now(),
            inquiry__permission=True,
            inquiry__purged_at__isnull=True,
            facility__in=Facility.objects.listed().filter(takes_inquiries=True, relationship=UNPAID),
            relationship=UNPAID,
        )


class Consent(models.Model):
    """One inquiry may be shown to one named facility, until a day. It goes from given to withdrawn and never back."""

    class By(models.TextChoices):
        PERSON = "person", _("The person")
        STAFF = "staff", _("Staff, asked by the person")
        # The database does this by itself, whoever changes the facility: see `contact.guards.consents`.
        PAID = "paid", _("The place began to pay this site")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="consents")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    facility_name = models.CharField(max_length=420)
    relationship = models.CharField(max_length=10)  # of the facility to this site, as the person was shown it
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    shown = models.TextField()  # everything that was next to the box, as it was there
    fields = models.JSONField(default=list)  # names of what may be shown to the facility
    page = models.CharField(max_length=200)  # the address of the page with the box, without any key
    given_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=10, choices=By, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="consent_withdrawn")
        ]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "facility"], name="one_consent_a_facility"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("given_at")), name="consent_expires_later"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="withdrawn_consent_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.facility_name}"


class ConsentRecord(models.Model):
    """The proof: what was given or withdrawn, as text, chained to the record before by its digest. Only grows."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("Given")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.PositiveBigIntegerField(unique=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.TextField()  # canonical JSON
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["consent", "kind"], name="one_record_a_step")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"


class Disclosure(models.Model):
    """A facility was shown the words. Written in the transaction that checked the consent. Never changes."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="disclosures")
    fields = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.consent_id}, {self.at:%Y-%m-%d %H:%M}"


class AccessLine(models.Model):
    """Someone of the team did something with an inquiry. Never changes, and no one can delete it."""

    class What(models.TextChoices):
        OPENED = "opened", _("Opened the words")
        NOTED = "noted", _("Wrote a note")
        TOOK = "took", _("Took it on")
        HANDED = "handed", _("Handed it to a colleague")
        STATE = "state", _("Changed its state")
        RESENT = "resent", _("Sent a facility a new link")
        RETRIED = "retried", _("Tried to send again")
        WITHDREW = "withdrew", _("Withdrew a consent, asked by the person")
        EXPORTED = "exported", _("Made the person's copy")
        PURGED = "purged", _("Deleted the words")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="access_lines")
    who = models.CharField(max_length=150)  # a user name, kept when the account goes; "" is the site itself
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.what}"


class Note(models.Model):
    """What the desk writes for itself, sealed like the inquiry, and gone with its words."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="notes")
    who = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()  # to its own row: see `seal_row`

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.inquiry_id}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def seal_row(self) -> str:
        """What its seal names, so that a note cannot be passed off as another, nor as an inquiry."""
        return f"note-{self.pk}"
