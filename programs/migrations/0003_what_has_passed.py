from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0002_words_of_phases"),
        ("review", "0002_roster_change_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="phaserevision",
            name="phaserevision_due",
        ),
        migrations.RemoveIndex(
            model_name="programrevision",
            name="programrevision_due",
        ),
        migrations.AddField(
            model_name="phaserevision",
            name="passed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="programrevision",
            name="passed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="phaserevision",
            index=models.Index(fields=["saved_at"], name="phaserevision_when"),
        ),
        migrations.AddIndex(
            model_name="phaserevision",
            index=models.Index(
                condition=models.Q(("passed_at__isnull", True)),
                fields=["next_review_due", "state"],
                name="phaserevision_current",
            ),
        ),
        migrations.AddIndex(
            model_name="programrevision",
            index=models.Index(fields=["saved_at"], name="programrevision_when"),
        ),
        migrations.AddIndex(
            model_name="programrevision",
            index=models.Index(
                condition=models.Q(("passed_at__isnull", True)),
                fields=["next_review_due", "state"],
                name="programrevision_current",
            ),
        ),
    ]
