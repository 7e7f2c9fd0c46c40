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
    ]

    operations = [
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(unique=True)),
                ("slug", markup.names.AddressField(unique=True)),
                ("name", models.CharField(max_length=80)),
                ("also_called", models.CharField(blank=True, max_length=120)),
                ("summary", models.CharField(max_length=300)),
                (
                    "body",
                    models.TextField(
                        help_text="What it is, what happens, how long, and what to ask.", verbose_name="text"
                    ),
                ),
                ("html", models.TextField(editable=False)),
                ("reviewed_on", models.DateField(editable=False, null=True)),
                ("next_review_due", models.DateField(editable=False, null=True)),
            ],
            options={
                "ordering": ["position"],
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
            name="Program",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    markup.names.AddressField(
                        help_text="The last part of the page’s address, made from the name. It stays as it is later.",
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
                        help_text="Tick this for a made-up program only. Its page then says that it does not exist.",
                    ),
                ),
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
                ("published_on", models.DateField(editable=False, null=True)),
                ("reviewed_on", models.DateField(editable=False, null=True)),
                ("next_review_due", models.DateField(editable=False, null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="ProgramPhase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("description", models.TextField(blank=True, help_text="What the program does in this phase.")),
                ("html", models.TextField(blank=True, editable=False)),
                (
                    "not_part_because",
                    models.CharField(blank=True, max_length=300, verbose_name="not part of it, because"),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="program_phases", to="programs.phase"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="program_phases",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "ordering": ["phase__position"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("sent-back", "Sent back"),
                            ("reviewed", "Reviewed and shown"),
                            ("replaced", "Replaced by a newer one"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_back_because", models.TextField(blank=True)),
                ("reviewed_on", models.DateField(null=True)),
                (
                    "phase",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="programs.phase",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="programs.program",
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
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [("review_proposal", "Can review words on phases and programs")],
            },
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                name="program_slug_in_small_letters",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_on__isnull", True), ("reviewed_on__isnull", False), _connector="OR"),
                name="published_program_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="programphase",
            constraint=models.UniqueConstraint(fields=("program", "phase"), name="phase_once_a_program"),
        ),
        migrations.AddConstraint(
            model_name="programphase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("description", ""), _negated=True), ("not_part_because", "")),
                    models.Q(("description", ""), models.Q(("not_part_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="program_phase_described_or_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phase__isnull", True), ("program__isnull", False)),
                    models.Q(("phase__isnull", False), ("program__isnull", True)),
                    _connector="OR",
                ),
                name="proposal_for_a_phase_or_a_program",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by__isnull", True),
                    ("saved_by__isnull", True),
                    models.Q(("reviewed_by", models.F("saved_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_reviews_words_they_proposed",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "reviewed"), _negated=True), ("reviewed_on__isnull", False), _connector="OR"
                ),
                name="reviewed_proposal_says_when",
            ),
        ),
    ]
