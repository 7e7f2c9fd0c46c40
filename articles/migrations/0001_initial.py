import uuid

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
        ("programs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edits", models.PositiveIntegerField(default=0, editable=False)),
                ("published_on", models.DateField(editable=False, null=True)),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                ("withdrawn_because", models.TextField(blank=True, editable=False)),
                ("archived_on", models.DateField(editable=False, null=True)),
                ("slug", markup.names.AddressField(max_length=120, unique=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "city",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="facilities.city",
                    ),
                ),
                (
                    "phases",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="programs.phase", verbose_name="phases of care"
                    ),
                ),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        help_text="What a reader is led to at the end. Left empty, it follows from the tags and phases.",
                        max_length=20,
                        verbose_name="next step",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_on__isnull", False)),
                        fields=["-withdrawn_on", "-id"],
                        name="article_withdrawn",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="article_slug_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                        help_text="The last part of its address, made from the question. It does not change later.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
            ],
            options={
                "ordering": ["live_revision__question", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_on__isnull", False)),
                        fields=["-withdrawn_on", "-id"],
                        name="question_withdrawn",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="question_slug_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
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
                        help_text="The last part of its address, made from the term. It does not change later.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of the glossary",
                "verbose_name_plural": "words of the glossary",
                "ordering": ["live_revision__term", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_on__isnull", False)),
                        fields=["-withdrawn_on", "-id"],
                        name="term_withdrawn",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="term_slug_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person-first", "Person-first language"),
                            ("claim", "A promise that no one can keep"),
                            ("plain", "Plain American English"),
                        ],
                        help_text="Is it about how we speak of people, about what we promise, or about plain words?",
                        max_length=20,
                    ),
                ),
                (
                    "avoid",
                    models.CharField(
                        help_text="The word as it is written in a text. Capital or lowercase makes no difference.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "instead",
                    models.CharField(
                        help_text="What to write in its place, or why to leave it out. The checklist shows it next to the article.",
                        max_length=200,
                        verbose_name="better",
                    ),
                ),
                (
                    "allowed_in",
                    models.CharField(
                        blank=True,
                        help_text="Names in which it is right, with commas between, such as: relapse prevention. It may stay empty.",
                        max_length=300,
                    ),
                ),
            ],
            options={
                "verbose_name": "wording",
                "ordering": ["kind", "avoid"],
            },
        ),
        migrations.CreateModel(
            name="ArticleRevision",
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
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("body", models.TextField(max_length=64000, verbose_name="text")),
                ("html", models.TextField()),
                ("headings", models.JSONField(default=list)),
                ("links", models.JSONField(default=list)),
                ("words", models.PositiveIntegerField()),
                ("reading_minutes", models.PositiveSmallIntegerField()),
                ("grade", models.FloatField(null=True, verbose_name="reading grade")),
                ("card", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="articles.article"
                    ),
                ),
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
                        to="articles.articlerevision",
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
                    models.Index(fields=["state", "published_at", "saved_at"], name="articlerevision_state"),
                    models.Index(fields=["state", "saved_at"], name="articlerevision_saved"),
                    models.Index(
                        condition=models.Q(
                            ("publish_at__isnull", True), ("published_at__isnull", True), ("state", "reviewed")
                        ),
                        fields=["saved_at"],
                        name="articlerevision_ready",
                    ),
                    models.Index(fields=["next_review_due", "state"], name="articlerevision_due"),
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="articlerevision_at",
                    ),
                    models.Index(
                        condition=models.Q(("checked_at__isnull", False)),
                        fields=["checked_at"],
                        name="articlerevision_news",
                    ),
                    models.Index(fields=["card"], name="revision_card"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="articlerevision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("writer__isnull", True),
                            models.Q(("reviewer", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="articlerevision_reviewer_is_not_the_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("reviewed_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("reviewed_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="articlerevision_nobody_reviews_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            models.Q(("reviewer__isnull", False), ("reviewed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="articlerevision_reviewed_says_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish_at__isnull", True), ("state", "reviewed"), _connector="OR"),
                        name="articlerevision_only_reviewed_is_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("state", "reviewed"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="articlerevision_correction_was_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("checked_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="articlerevision_nobody_checks_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("card", ""), ("published_at__isnull", False), _connector="OR"),
                        name="only_what_was_published_has_a_card",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="live_revision",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.articlerevision",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "corrected_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="The day the page was corrected. Readers see it.",
                    ),
                ),
                (
                    "was",
                    models.TextField(
                        help_text="The words that were wrong, exactly as they were. Readers see this.",
                        verbose_name="what it said",
                    ),
                ),
                (
                    "now",
                    models.TextField(
                        help_text="What readers should know instead, in plain words. Readers see this too.",
                        verbose_name="what is right",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        help_text="The article that had something wrong.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "ordering": ["-corrected_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", markup.names.AddressField(max_length=120, unique=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_slugs", to="articles.article"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="formerslug_slug_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "All"), (1, "Tag"), (2, "Person"), (3, "Phase"), (4, "City")]
                    ),
                ),
                ("of", models.PositiveBigIntegerField(default=0)),
                ("published_on", models.DateField()),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "of", "-published_on", "-article"], name="listed_newest_first")
                ],
                "constraints": [models.UniqueConstraint(fields=("article", "kind", "of"), name="listed_once")],
            },
        ),
        migrations.CreateModel(
            name="ArticleQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chosen_questions",
                        to="articles.article",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.question"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "question"), name="question_once_an_article")
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="questions",
            field=models.ManyToManyField(
                related_name="chosen_by", through="articles.ArticleQuestion", to="articles.question"
            ),
        ),
        migrations.CreateModel(
            name="QuestionRevision",
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
                (
                    "question",
                    models.CharField(
                        help_text="As a reader would ask it. One sentence, with a question mark.", max_length=200
                    ),
                ),
                (
                    "question_folded",
                    markup.names.FoldedField("question", db_index=True, editable=False, max_length=250, unique=False),
                ),
                (
                    "answer",
                    models.TextField(
                        help_text="A few sentences. Give each number its source, as a link.", max_length=2000
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
                        to="articles.questionrevision",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="articles.question"
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
                    models.Index(fields=["state", "published_at", "saved_at"], name="questionrevision_state"),
                    models.Index(fields=["state", "saved_at"], name="questionrevision_saved"),
                    models.Index(
                        condition=models.Q(
                            ("publish_at__isnull", True), ("published_at__isnull", True), ("state", "reviewed")
                        ),
                        fields=["saved_at"],
                        name="questionrevision_ready",
                    ),
                    models.Index(fields=["next_review_due", "state"], name="questionrevision_due"),
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="questionrevision_at",
                    ),
                    models.Index(
                        condition=models.Q(("checked_at__isnull", False)),
                        fields=["checked_at"],
                        name="questionrevision_news",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "number"), name="questionrevision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("writer__isnull", True),
                            models.Q(("reviewer", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="questionrevision_reviewer_is_not_the_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("reviewed_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("reviewed_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="questionrevision_nobody_reviews_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            models.Q(("reviewer__isnull", False), ("reviewed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="questionrevision_reviewed_says_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish_at__isnull", True), ("state", "reviewed"), _connector="OR"),
                        name="questionrevision_only_reviewed_is_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("state", "reviewed"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="questionrevision_correction_was_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("checked_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="questionrevision_nobody_checks_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("question", ""), _negated=True), models.Q(("answer", ""), _negated=True)
                        ),
                        name="question_and_answer_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question_folded", ""), _negated=True),
                        name="questionrevision_name_can_be_seen",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="live_revision",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.questionrevision",
            ),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="articles.articlerevision",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("revision", "position"), name="source_position_once")],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    markup.names.AddressField(
                        help_text="The last part of the page’s address, made from the name. It does not change later.",
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "name",
                    markup.names.NameField(help_text="One or two words that readers would look for.", max_length=60),
                ),
                ("name_folded", markup.names.FoldedField("name", editable=False, max_length=250, unique=True)),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence: what do readers find here? It is shown on the tag’s page. You may leave it empty.",
                        max_length=300,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_folded", ""), _negated=True), name="tag_name_can_be_seen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="tag_slug_in_small_letters",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="tags",
            field=models.ManyToManyField(
                blank=True,
                help_text="It shows under articles that have one of these tags.",
                related_name="questions",
                to="articles.tag",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=models.ManyToManyField(blank=True, related_name="articles", to="articles.tag"),
        ),
        migrations.CreateModel(
            name="TermRevision",
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
                (
                    "term",
                    models.CharField(
                        help_text="As it is written in a text, in lowercase except for names: naloxone.", max_length=80
                    ),
                ),
                (
                    "term_folded",
                    markup.names.FoldedField("term", db_index=True, editable=False, max_length=250, unique=False),
                ),
                (
                    "also_called",
                    models.CharField(
                        blank=True,
                        help_text="Other names and short forms, with commas between. Articles that use one of these explain it too.",
                        max_length=300,
                    ),
                ),
                (
                    "meaning",
                    models.TextField(
                        help_text="What it means, in two or three plain sentences. Say it as you would to a neighbor.",
                        max_length=600,
                    ),
                ),
                (
                    "source_title",
                    models.CharField(
                        help_text="The page or paper that says so, by its title.",
                        max_length=300,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        help_text="Where to read it. Begin with https://.",
                        max_length=500,
                        verbose_name="source’s address",
                    ),
                ),
                (
                    "source_checked_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which you read it there.",
                        null=True,
                        verbose_name="source checked on",
                    ),
                ),
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
                        to="articles.termrevision",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="articles.term"
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
                    models.Index(fields=["state", "published_at", "saved_at"], name="termrevision_state"),
                    models.Index(fields=["state", "saved_at"], name="termrevision_saved"),
                    models.Index(
                        condition=models.Q(
                            ("publish_at__isnull", True), ("published_at__isnull", True), ("state", "reviewed")
                        ),
                        fields=["saved_at"],
                        name="termrevision_ready",
                    ),
                    models.Index(fields=["next_review_due", "state"], name="termrevision_due"),
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="termrevision_at",
                    ),
                    models.Index(
                        condition=models.Q(("checked_at__isnull", False)),
                        fields=["checked_at"],
                        name="termrevision_news",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "number"), name="termrevision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("writer__isnull", True),
                            models.Q(("reviewer", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="termrevision_reviewer_is_not_the_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            ("reviewed_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("reviewed_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="termrevision_nobody_reviews_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reviewed"), _negated=True),
                            models.Q(("reviewer__isnull", False), ("reviewed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="termrevision_reviewed_says_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish_at__isnull", True), ("state", "reviewed"), _connector="OR"),
                        name="termrevision_only_reviewed_is_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("state", "reviewed"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="termrevision_correction_was_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            ("saved_by__isnull", True),
                            models.Q(("checked_by", models.F("saved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="termrevision_nobody_checks_what_they_saved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("term", ""), _negated=True),
                            models.Q(("meaning", ""), _negated=True),
                            models.Q(("source_title", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                        ),
                        name="term_has_meaning_and_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("term_folded", ""), _negated=True), name="termrevision_name_can_be_seen"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="term",
            name="live_revision",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.termrevision",
            ),
        ),
        migrations.CreateModel(
            name="Beside",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="beside",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("revision", models.PositiveBigIntegerField()),
                ("articles", models.JSONField(default=list)),
                ("questions", models.JSONField(default=list)),
                ("chosen", models.PositiveSmallIntegerField(default=0)),
                ("terms", models.JSONField(default=list)),
                ("sources", models.JSONField(default=list)),
                ("stale", models.BooleanField(default=False)),
                ("step", models.CharField(default="care", max_length=20)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("stale", True)), fields=["article"], name="beside_stale")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_revision__isnull", True), ("published_on__isnull", False), _connector="OR"),
                name="live_question_has_publication_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on__isnull", True),
                    models.Q(("live_revision__isnull", True), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawn_question_is_not_live_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_on__isnull", True), ("live_revision__isnull", True), _connector="OR"),
                name="archived_question_is_not_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_revision__isnull", True), ("published_on__isnull", False), _connector="OR"),
                name="live_article_has_publication_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on__isnull", True),
                    models.Q(("live_revision__isnull", True), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawn_article_is_not_live_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_on__isnull", True), ("live_revision__isnull", True), _connector="OR"),
                name="archived_article_is_not_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_revision__isnull", True), ("published_on__isnull", False), _connector="OR"),
                name="live_term_has_publication_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on__isnull", True),
                    models.Q(("live_revision__isnull", True), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawn_term_is_not_live_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("archived_on__isnull", True), ("live_revision__isnull", True), _connector="OR"),
                name="archived_term_is_not_live",
            ),
        ),
        migrations.CreateModel(
            name="Door",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slot",
                    models.CharField(
                        choices=[
                            ("emergency", "Help now: someone will not wake up"),
                            ("loved", "Someone I love"),
                            ("withdrawal", "In withdrawal"),
                            ("overdose", "After an overdose"),
                            ("pregnant", "Pregnant"),
                            ("uninsured", "No insurance"),
                            ("out", "Out of medication, or away from home"),
                            ("again", "Using again after a break"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="door",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
