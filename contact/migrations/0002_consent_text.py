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
SECOND = """\
What is sent: {fields}.
For someone else: do not give their name. Your message itself then stays with our team. The place gets only how to reach \
you.
Who gets it: only the places that you check, each by name, and no one else. We never pass messages to a place that pays us.
Why: so that they can answer you about treatment.
How: the place is told that someone wrote. It reads your words on a private page of this site, and we record when. A \
person calls or writes to you. No place may call or text you automatically, or put you on a list.
Until when: for {days} days. Then the page closes. If a place begins to pay us, it closes at once.
Taking it back: at any time, and you do not have to say why. Use the link that you get on the next page, and by \
e-mail if you gave an address, or write to {email}. That place cannot open it from then on. Our team still has it until you delete it. We cannot undo \
what a place has already read, and it may have different privacy rules.
You do not have to agree. Without this, our own team answers you, and no place is told about you."""
# Each stays as it was shown to whoever agreed to it. The newest is shown from now on.
VERSIONS = {1: WORDS, 2: SECOND}


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    texts = apps.get_model("contact", "ConsentText").objects
    for version, words in VERSIONS.items():
        texts.get_or_create(version=version, defaults={"heading": HEADING, "words": words})


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
