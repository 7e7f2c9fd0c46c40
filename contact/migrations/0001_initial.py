import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import contact.models.inquiry
import contact.models.outbox
import markup.mail_addresses


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facilities", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(unique=True)),
                (
                    "heading",
                    models.CharField(help_text="Next to the box. {site} stands for the site’s name.", max_length=300),
                ),
                ("words", models.TextField(help_text="Under it. {site}, {fields}, {days} and {email} are filled in.")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "version of these words",
                "verbose_name_plural": "words next to the box",
                "ordering": ["-version"],
                "default_permissions": ("view", "add"),
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("version", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
                ("turned_at", models.DateTimeField()),
                ("in_hand", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility_name", models.CharField(max_length=420)),
                ("relationship", models.CharField(max_length=10)),
                ("shown", models.TextField()),
                ("fields", models.JSONField(default=list)),
                ("page", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "The person"),
                            ("staff", "Staff, asked by the person"),
                            ("paid", "The place began to pay this site"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.facility"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="contact.consenttext"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("given_at"))), name="consent_expires_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by", "")),
                            models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawn_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="withdrawn_consent_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fields", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="contact.consent"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(
                        default=contact.models.inquiry.make_reference, editable=False, max_length=20, unique=True
                    ),
                ),
                ("submission", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "permission",
                    models.BooleanField(
                        editable=False,
                        help_text="The box was checked, and the person is an adult and not in danger now.",
                    ),
                ),
                ("holds", models.JSONField(default=list, editable=False)),
                ("sealed", models.BinaryField()),
                ("link_seed", models.CharField(editable=False, max_length=32)),
                ("link_digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("answered", "Answered"), ("closed", "Closed")],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("purged_at", models.DateTimeField(editable=False, null=True)),
                (
                    "purged_because",
                    models.CharField(
                        blank=True,
                        choices=[("age", "Kept long enough"), ("asked", "The person asked")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.city",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "inquiries",
                "ordering": ["-received_at"],
                "default_permissions": ("view", "change"),
                "indexes": [models.Index(fields=["purged_at", "received_at"], name="inquiry_purged_received")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purged_at__isnull", True), ("purged_because", "")),
                            models.Q(
                                ("purged_at__isnull", False),
                                ("sealed", b""),
                                ("submission__isnull", True),
                                models.Q(("purged_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="purged_inquiry_holds_no_words",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="inquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="contact.inquiry"
            ),
        ),
        migrations.CreateModel(
            name="AccessLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=150)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("opened", "Opened the words"),
                            ("noted", "Wrote a note"),
                            ("took", "Took it on"),
                            ("handed", "Handed it to a colleague"),
                            ("state", "Changed its state"),
                            ("resent", "Sent a facility a new link"),
                            ("retried", "Tried to send again"),
                            ("withdrew", "Withdrew a consent, asked by the person"),
                            ("exported", "Made the person's copy"),
                            ("purged", "Deleted the words"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="access_lines", to="contact.inquiry"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=contact.models.outbox.make_key, editable=False, max_length=32, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("leased", "A worker is at it"),
                            ("sent", "Sent"),
                            ("cancelled", "Cancelled"),
                            ("person", "Needs a person"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "To the person: we have it"),
                            ("alert", "To the team: an inquiry waits"),
                            ("withdrawal", "To a facility: a link went dark"),
                            ("watch", "To the team: a message was copied or deleted"),
                            ("account", "To a colleague: who can sign in has changed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal_letter",
                        to="contact.consent",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="contact.inquiry",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.accessline",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="review.rosterchange",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["state", "due_at"], name="letter_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("change__isnull", True),
                                ("consent__isnull", True),
                                ("inquiry__isnull", False),
                                ("kind", "receipt"),
                                ("line__isnull", True),
                                ("user__isnull", True),
                            ),
                            models.Q(
                                ("change__isnull", True),
                                ("consent__isnull", True),
                                ("inquiry__isnull", True),
                                ("kind", "alert"),
                                ("line__isnull", True),
                                ("user__isnull", True),
                            ),
                            models.Q(
                                ("change__isnull", True),
                                ("consent__isnull", False),
                                ("inquiry__isnull", True),
                                ("kind", "withdrawal"),
                                ("line__isnull", True),
                                ("user__isnull", True),
                            ),
                            models.Q(
                                ("change__isnull", True),
                                ("consent__isnull", True),
                                ("inquiry__isnull", True),
                                ("kind", "watch"),
                                ("line__isnull", False),
                                ("user__isnull", True),
                            ),
                            models.Q(
                                ("change__isnull", False),
                                ("consent__isnull", True),
                                ("inquiry__isnull", True),
                                ("kind", "account"),
                                ("line__isnull", True),
                                ("user__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_knows_its_recipient",
                    ),
                    models.UniqueConstraint(fields=("inquiry",), name="one_receipt_an_inquiry"),
                    models.UniqueConstraint(fields=("user", "change"), name="colleague_is_told_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sealed", models.BinaryField()),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="contact.inquiry"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=contact.models.outbox.make_key, editable=False, max_length=32, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("leased", "A worker is at it"),
                            ("sent", "Sent"),
                            ("cancelled", "Cancelled"),
                            ("person", "Needs a person"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("link_seed", models.CharField(max_length=32)),
                ("link_digest", models.CharField(max_length=64, unique=True)),
                ("link_expires_at", models.DateTimeField(null=True)),
                ("sending", models.PositiveSmallIntegerField(default=1)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("will-call", "They will call you"), ("cannot-help", "They cannot help")],
                        max_length=15,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notice", to="contact.consent"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["state", "due_at"], name="notice_due")],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="An inbox that the people who answer look at each day. Ask them for it.",
                        max_length=254,
                        validators=[markup.mail_addresses.validate_mail_address],
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "webhook",
                    models.URLField(
                        blank=True,
                        help_text="Only if the facility asked for one. Its program is then called, in place of mail. Begin with https://. The facility also needs a secret. This site makes it, and shows it to you once.",
                        max_length=500,
                    ),
                ),
                ("secret", models.CharField(default=contact.models.outbox.make_secret, editable=False, max_length=64)),
                ("proof", models.CharField(editable=False, max_length=64)),
                (
                    "facility",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.facility"
                    ),
                ),
            ],
            options={
                "ordering": ["facility"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("webhook", ""), _negated=True), name="recipient_can_be_told"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email__contains", "=?"), _negated=True),
                        name="recipient_address_has_no_encoded_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("webhook", ""), ("webhook__startswith", "https://"), _connector="OR"),
                        name="webhook_is_https",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("kind", models.CharField(choices=[("given", "Given"), ("withdrawn", "Withdrawn")], max_length=10)),
                ("content", models.TextField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="contact.consent"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "default_permissions": ("view",),
                "constraints": [models.UniqueConstraint(fields=("consent", "kind"), name="one_record_a_step")],
            },
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(fields=("inquiry", "facility"), name="one_consent_a_facility"),
        ),
    ]
