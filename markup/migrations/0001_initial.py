import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Image",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(editable=False, max_length=26, unique=True)),
                ("has_alpha", models.BooleanField(editable=False, verbose_name="has transparent parts")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="Say it to someone who cannot see it. It is offered where the picture is put into a text; texts that have it already keep their own words.",
                        max_length=250,
                        verbose_name="what it shows",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Who made it, and where it may be used. Readers do not see it.",
                        max_length=300,
                        verbose_name="note for the team",
                    ),
                ),
                ("bytes", models.PositiveIntegerField(editable=False, verbose_name="size of all its files")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
    ]
