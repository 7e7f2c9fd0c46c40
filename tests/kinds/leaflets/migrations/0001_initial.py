from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Leaflet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=100)),
                ("text", models.TextField()),
                ("more_at", models.URLField()),
                ("published_on", models.DateField(blank=True, null=True)),
                ("next_review_due", models.DateField(blank=True, null=True)),
            ],
        ),
    ]
