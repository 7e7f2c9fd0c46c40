from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="problemreport",
            index=models.Index(fields=["answered_on", "received_at"], name="problem_answered"),
        ),
        migrations.AddIndex(
            model_name="problemreport",
            index=models.Index(fields=["received_at"], name="problem_received"),
        ),
    ]
