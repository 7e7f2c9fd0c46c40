from django.db import migrations, models

import markup.mail_addresses


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("contact", "0003_lists_of_what_waits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consenttext",
            name="heading",
            field=models.CharField(help_text="Next to the box. {site} becomes the site’s name.", max_length=300),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "To the person: we have it"),
                    ("alert", "To the team: an inquiry is waiting"),
                    ("withdrawal", "To a facility: a link stopped working"),
                    ("watch", "To the team: a message was copied or deleted"),
                    ("account", "To a colleague: who can sign in has changed"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("leased", "Being sent"),
                    ("sent", "Sent"),
                    ("cancelled", "Cancelled"),
                    ("person", "Needs a person"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("leased", "Being sent"),
                    ("sent", "Sent"),
                    ("cancelled", "Cancelled"),
                    ("person", "Needs a person"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="email",
            field=models.EmailField(
                blank=True,
                help_text="An inbox that the people who answer check every day. Ask the facility for it.",
                max_length=254,
                validators=[markup.mail_addresses.validate_mail_address],
                verbose_name="e-mail",
            ),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="webhook",
            field=models.URLField(
                blank=True,
                help_text="Only if the facility asked for one. We then call its program instead of sending e-mail. Start with https://. The facility also needs a secret. This site makes it, and shows it to you once.",
                max_length=500,
            ),
        ),
    ]
