import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed", models.CharField(max_length=80, verbose_name="what people type")),
                ("folded", models.CharField(editable=False, max_length=80, unique=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("brand", "brand name"),
                            ("street", "street name"),
                            ("misspelled", "misspelled"),
                            ("apart", "written together or apart"),
                            ("short", "short form"),
                            ("same", "means the same"),
                            ("question", "everyday question"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        blank=True,
                        help_text="Words that our pages use. They are looked for too.",
                        max_length=80,
                        verbose_name="what it means",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("one-way", "one way: what is typed also finds what it means"),
                            ("both", "both ways"),
                        ],
                        default="one-way",
                        max_length=8,
                        verbose_name="direction",
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        blank=True,
                        help_text="Its address without the site, such as /articles/no-insurance/. It comes first while it is public.",
                        max_length=300,
                        verbose_name="the page that answers it",
                    ),
                ),
                (
                    "narrows",
                    models.CharField(
                        blank=True,
                        help_text="As in the address of such a list: medicine=methadone",
                        max_length=60,
                        verbose_name="what it narrows a list of places by",
                    ),
                ),
                (
                    "first",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("crisis", "988, the crisis line"),
                            ("overdose", "911, and what to do in an overdose"),
                            ("near", "the field for a ZIP code or town"),
                        ],
                        max_length=8,
                        verbose_name="what comes before all results",
                    ),
                ),
                (
                    "only_alone",
                    models.BooleanField(
                        default=False,
                        help_text="For everyday words that are also street names, such as “blues”.",
                        verbose_name="only if nothing else is typed",
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why it is so, or why it is off.", max_length=200, verbose_name="note"
                    ),
                ),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "ordering": ["typed"],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="DeskDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=40)),
                ("subject", models.PositiveBigIntegerField()),
                ("marks", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=300)),
                ("keywords", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="desk_document_kind_and_key")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(db_index=False, max_length=20)),
                ("key", models.CharField(max_length=100)),
                ("url", models.CharField(max_length=500)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("keywords", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [models.Index(fields=["url"], name="document_url")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="document_kind_and_key")],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("href", models.CharField(max_length=1000, unique=True)),
                ("own", models.BooleanField(default=False)),
                ("page", models.CharField(blank=True, max_length=40)),
                ("slug", models.CharField(blank=True, max_length=200)),
                ("wrong", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not tried yet"),
                            ("fine", "Answers"),
                            ("moved", "Moved for good"),
                            ("broken", "Gone"),
                            ("unsure", "Look yourself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20)),
                ("leads_to", models.CharField(blank=True, max_length=1000)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wrong", True)), fields=["-own", "state", "href"], name="link_wrong"
                    ),
                    models.Index(condition=models.Q(("own", True)), fields=["page", "slug"], name="link_to_a_row"),
                    models.Index(fields=["own", "checked_at"], name="link_checked"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=1)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_public_version")],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.CharField(
                        help_text="Without the site’s name, such as /2019/05/naloxone/ or /?p=123. No page may be there now.",
                        max_length=500,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "leads_to",
                    models.CharField(
                        db_index=True,
                        help_text="A page of this site, such as /articles/naloxone/.",
                        max_length=500,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "made_by",
                    models.CharField(
                        choices=[("editor", "an editor"), ("import", "an import")],
                        default="editor",
                        editable=False,
                        max_length=10,
                        verbose_name="who made it",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="made on"),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leads_to__startswith", "/"),
                            ("old__startswith", "/"),
                            models.Q(("leads_to__startswith", "//"), _negated=True),
                            models.Q(("old", models.F("leads_to")), _negated=True),
                        ),
                        name="redirect_stays_on_this_site",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=100)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="search.link"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key", "link"), name="link_once_a_page")],
            },
        ),
    ]
