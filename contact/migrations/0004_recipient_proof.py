from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0003_kind_words")]

    operations = [
        migrations.AddField(
            model_name="recipient",
            name="proof",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
