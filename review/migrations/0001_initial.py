import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import markup.names


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    markup.names.AddressField(
                        help_text="The last part of the page’s address, made from the name. It does not change later.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "name",
                    markup.names.NameField(
                        help_text="First and last name, as readers see it above an article.", max_length=120
                    ),
                ),
                ("name_folded", markup.names.FoldedField("name", editable=False, max_length=250, unique=True)),
                (
                    "credentials",
                    models.CharField(
                        blank=True,
                        help_text="What comes after the name, such as MD, FASAM. Leave it empty if there is nothing.",
                        max_length=120,
                    ),
                ),
                (
                    "credentials_url",
                    models.URLField(
                        blank=True,
                        help_text="A public page, such as a licensing board’s. Only people with such a page can review.",
                        verbose_name="where to check the credentials",
                    ),
                ),
                (
                    "bio",
                    models.TextField(
                        blank=True,
                        help_text="Who they are, in two or three sentences. Readers see it on the person’s page.",
                        max_length=2000,
                    ),
                ),
                (
                    "conflicts",
                    models.TextField(
                        blank=True,
                        help_text="Who else pays them, or did. Leave it empty if no one does: readers see “None declared”.",
                        max_length=2000,
                        verbose_name="conflicts of interest",
                    ),
                ),
                (
                    "invented",
                    models.BooleanField(
                        default=False,
                        help_text="Check this for a made-up person only. Their page then says that they do not exist.",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="The log-in that writes and signs under this name. Leave it empty if they do not sign in.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="log-in",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["name"],
                "permissions": [
                    ("write_words", "Can write words and hand them in for review"),
                    ("edit_words", "Can sign words as edited, sign small corrections, and send words back"),
                    ("review_words", "Can review words medically, and send them back"),
                    ("publish_words", "Can publish, schedule, withdraw and roll back"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_folded", ""), _negated=True), name="person_name_can_be_seen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="person_slug_in_small_letters",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Joining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joinings", to="review.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-joined_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("person", "user"), name="joined_once")],
            },
        ),
        migrations.CreateModel(
            name="RosterChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("may-review", "can review from now on"),
                            ("may-not-review", "can no longer review"),
                            ("joined", "signs under this name from now on"),
                            ("left", "no longer signs under this name"),
                            ("renewed", "got a new password and new codes"),
                            ("let-in", "got a new password and new codes"),
                            ("roles", "has other roles now"),
                            ("address", "has another e-mail address now"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reached_at", models.EmailField(blank=True, max_length=254)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="review.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="NewsRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("roster", models.PositiveBigIntegerField(default=0)),
                ("corrections", models.DateTimeField(null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
