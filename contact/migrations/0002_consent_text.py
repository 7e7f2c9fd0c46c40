from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

HEADING = "I give permission to {site} to reach out to facilities on my behalf."
WORDS = """\
What is sent: {fields}.
To whom: only the places that you tick, each by its name. Nobody else.
Why: so that they can answer you about treatment.
How: the place is told that somebody wrote. It reads your words on a private page of this site, and we note when.
Until when: for {days} days. Then the page closes.
Taking it back: at any time, without a reason, with the link that you get on the next page and by e-mail, or by writing \
to {email}. From then on nobody can open it. What a place has read before, we cannot make unread, and it may follow \
other privacy rules than we do.
You do not have to agree. Without this, our own team answers you, and no place hears of you."""


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("contact", "ConsentText").objects.get_or_create(
        version=1, defaults={"heading": HEADING, "words": WORDS}
    )


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
