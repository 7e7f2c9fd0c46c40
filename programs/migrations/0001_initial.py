import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import markup.names


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facilities", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edits", models.PositiveIntegerField(default=0, editable=False)),
                ("published_on", models.DateField(editable=False, null=True)),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                ("withdrawn_because", models.TextField(blank=True, editable=False)),
                ("archived_on", models.DateField(editable=False, null=True)),
                ("position", models.PositiveSmallIntegerField(unique=True)),
                ("slug", markup.names.AddressField(unique=True)),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_on__isnull", False)),
                        fields=["-withdrawn_on", "-id"],
                        name="phase_withdrawn",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="phase_slug_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__range", (1, 5))), name="phase_position_1_to_5"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhaseRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("sent-back", "Sent back"),
                            ("reviewed", "Reviewed"),
                            ("replaced", "Replaced by a newer one"),
                            ("correction", "Small correction, waiting for a second editor"),
                            ("original", "Came with the site"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("change_note", models.CharField(blank=True, max_length=200)),
                ("checked_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("edited_on", models.DateField(null=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("next_review_due", models.DateField(null=True)),
                ("sent_back_because", models.TextField(blank=True)),
                ("publish_at", models.DateTimeField(null=True, verbose_name="goes live")),
                ("published_at", models.DateTimeField(null=True)),
                ("also_called", models.CharField(blank=True, max_length=120)),
                ("summary", models.CharField(max_length=300)),
                (
                    "body",
                    models.TextField(
                        help_text="What it is, what happens, how long, and what to ask.", verbose_name="text"
                    ),
                ),
                ("html", models.TextField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.phaserevision",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="programs.phase"
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["state", "published_at", "saved_at"], name="phaserevision_state"),
                    models.Index(fields=["state", "saved_at"], name="phaserevision_saved"),
                    models.Index(
                        condition=models.Q(
                            ("publish_at__isnull", True), ("published_at__isnull", True), ("state", "reviewed")
                        ),
                        fields=["saved_at"],
                        name="phaserevision_ready",
                    ),
                    models.Index(fields=["next_review_due", "state"], name="phaserevision_due"),
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="phaserevision_at",
                    ),
                    models.Index(
                        condition=models.Q(("checked_at__isnull", False)),
                        fields=["checked_at"],
                        name="phaserevision_news",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "number"), name="phaserevision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("writer__isnull", True),
                            models.Q(("reviewer", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="phaserevision_reviewer_is_not_the_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("reviewed_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("reviewed_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="phaserevision_nobody_reviews_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            models.Q(("reviewer__isnull", False), ("reviewed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="phaserevision_reviewed_says_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish_at__isnull", True), ("state", "reviewed"), _connector="OR"),
                        name="phaserevision_only_reviewed_is_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("state", "reviewed"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="phaserevision_correction_was_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("checked_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="phaserevision_nobody_checks_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("summary", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="phase_has_summary_and_text",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="phase",
            name="live_revision",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.phaserevision",
            ),
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edits", models.PositiveIntegerField(default=0, editable=False)),
                ("published_on", models.DateField(editable=False, null=True)),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                ("withdrawn_because", models.TextField(blank=True, editable=False)),
                ("archived_on", models.DateField(editable=False, null=True)),
                (
                    "slug",
                    markup.names.AddressField(
                        help_text="The last part of the page’s address, made from the name. It does not change later.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("name", models.CharField(help_text="As the program calls itself.", max_length=120)),
                (
                    "setting",
                    models.CharField(
                        choices=[
                            ("outpatient", "Outpatient"),
                            ("intensive-outpatient", "Intensive outpatient"),
                            ("residential", "Residential"),
                            ("hospital", "Hospital"),
                            ("opioid-treatment-program", "Opioid treatment program"),
                        ],
                        help_text="Where people get most of its care. Choose the nearest.",
                        max_length=30,
                    ),
                ),
                (
                    "invented",
                    models.BooleanField(
                        default=False,
                        help_text="Check this for a made-up program only. Its page then says that it does not exist.",
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        help_text="The city on whose page it shows.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="facilities.city",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        help_text="Paste its page’s address, or begin to type its name and pick it. You may leave it empty.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="facilities.facility",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_on__isnull", False)),
                        fields=["-withdrawn_on", "-id"],
                        name="program_withdrawn",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="program_slug_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("sent-back", "Sent back"),
                            ("reviewed", "Reviewed"),
                            ("replaced", "Replaced by a newer one"),
                            ("correction", "Small correction, waiting for a second editor"),
                            ("original", "Came with the site"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("change_note", models.CharField(blank=True, max_length=200)),
                ("checked_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("edited_on", models.DateField(null=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("next_review_due", models.DateField(null=True)),
                ("sent_back_because", models.TextField(blank=True)),
                ("publish_at", models.DateTimeField(null=True, verbose_name="goes live")),
                ("published_at", models.DateTimeField(null=True)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("for_whom", models.TextField(blank=True, verbose_name="who it is for")),
                ("family", models.TextField(blank=True, verbose_name="how family takes part")),
                (
                    "in_care_30_days",
                    models.CharField(blank=True, max_length=200, verbose_name="in care after 30 days"),
                ),
                (
                    "in_care_6_months",
                    models.CharField(blank=True, max_length=200, verbose_name="in care after 6 months"),
                ),
                ("in_care_1_year", models.CharField(blank=True, max_length=200, verbose_name="in care after 1 year")),
                ("quality_of_life", models.CharField(blank=True, max_length=200)),
                (
                    "return_to_use_plan",
                    models.CharField(blank=True, max_length=200, verbose_name="plan for a return to use"),
                ),
                ("rendered", models.JSONField(default=dict)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.programrevision",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="programs.program"
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["state", "published_at", "saved_at"], name="programrevision_state"),
                    models.Index(fields=["state", "saved_at"], name="programrevision_saved"),
                    models.Index(
                        condition=models.Q(
                            ("publish_at__isnull", True), ("published_at__isnull", True), ("state", "reviewed")
                        ),
                        fields=["saved_at"],
                        name="programrevision_ready",
                    ),
                    models.Index(fields=["next_review_due", "state"], name="programrevision_due"),
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="programrevision_at",
                    ),
                    models.Index(
                        condition=models.Q(("checked_at__isnull", False)),
                        fields=["checked_at"],
                        name="programrevision_news",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "number"), name="programrevision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("writer__isnull", True),
                            models.Q(("reviewer", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="programrevision_reviewer_is_not_the_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("reviewed_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("reviewed_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="programrevision_nobody_reviews_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            models.Q(("reviewer__isnull", False), ("reviewed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="programrevision_reviewed_says_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish_at__isnull", True), ("state", "reviewed"), _connector="OR"),
                        name="programrevision_only_reviewed_is_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("state", "reviewed"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="programrevision_correction_was_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("checked_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="programrevision_nobody_checks_what_they_saved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("description", models.TextField(blank=True, help_text="What the program does in this phase.")),
                (
                    "not_part_because",
                    models.CharField(blank=True, max_length=300, verbose_name="not part of it, because"),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.phase"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="programs.programrevision",
                    ),
                ),
            ],
            options={
                "ordering": ["phase__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "phase"), name="phase_once_a_program"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("description", ""), _negated=True), ("not_part_because", "")),
                            models.Q(("description", ""), models.Q(("not_part_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="program_part_described_or_says_why_not",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="program",
            name="live_revision",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.programrevision",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_revision__isnull", True), ("published_on__isnull", False), _connector="OR"),
                name="live_phase_has_publication_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on__isnull", True),
                    models.Q(("live_revision__isnull", True), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawn_phase_is_not_live_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_on__isnull", True), ("live_revision__isnull", True), _connector="OR"),
                name="archived_phase_is_not_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_revision__isnull", True), ("published_on__isnull", False), _connector="OR"),
                name="live_program_has_publication_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on__isnull", True),
                    models.Q(("live_revision__isnull", True), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawn_program_is_not_live_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_on__isnull", True), ("live_revision__isnull", True), _connector="OR"),
                name="archived_program_is_not_live",
            ),
        ),
    ]
