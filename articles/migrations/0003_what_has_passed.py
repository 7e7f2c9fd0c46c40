from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_default_wordings"),
        ("review", "0002_roster_change_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="articlerevision",
            name="articlerevision_due",
        ),
        migrations.RemoveIndex(
            model_name="questionrevision",
            name="questionrevision_due",
        ),
        migrations.RemoveIndex(
            model_name="termrevision",
            name="termrevision_due",
        ),
        migrations.AddField(
            model_name="articlerevision",
            name="passed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="questionrevision",
            name="passed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="termrevision",
            name="passed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="articlerevision",
            index=models.Index(fields=["saved_at"], name="articlerevision_when"),
        ),
        migrations.AddIndex(
            model_name="articlerevision",
            index=models.Index(
                condition=models.Q(("passed_at__isnull", True)),
                fields=["next_review_due", "state"],
                name="articlerevision_current",
            ),
        ),
        migrations.AddIndex(
            model_name="questionrevision",
            index=models.Index(fields=["saved_at"], name="questionrevision_when"),
        ),
        migrations.AddIndex(
            model_name="questionrevision",
            index=models.Index(
                condition=models.Q(("passed_at__isnull", True)),
                fields=["next_review_due", "state"],
                name="questionrevision_current",
            ),
        ),
        migrations.AddIndex(
            model_name="termrevision",
            index=models.Index(fields=["saved_at"], name="termrevision_when"),
        ),
        migrations.AddIndex(
            model_name="termrevision",
            index=models.Index(
                condition=models.Q(("passed_at__isnull", True)),
                fields=["next_review_due", "state"],
                name="termrevision_current",
            ),
        ),
    ]
