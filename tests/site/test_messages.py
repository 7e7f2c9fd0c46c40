"""What `tests/messages.py` finds, each kind by an example."""

import pytest

from tests.messages import in_python, in_template

HEAD = "from django.utils.translation import gettext as _\nfrom django.utils.translation import gettext_lazy\n"
RIGHT = HEAD + 'NAME = gettext_lazy("Name")\n\n\ndef told() -> str:\n    return _("Told.")\n'


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.translation import gettext_lazy as _lazy\nNAME = _lazy('Name')\n",
        HEAD + "def told(n):\n    return f\"{_('Told.')} {n}\"\n",
        HEAD + 'def told(n):\n    return _(f"Told {n}.")\n',
        HEAD + 'def told(n):\n    return _("Told " + n)\n',
        HEAD + 'NAME = _("Name")\n',
        HEAD + 'class Told:\n    name = _("Name")\n',
    ],
    ids=["alias", "inside-an-f-string", "an-f-string", "put-together", "while-importing", "in-a-class"],
)
def test_what_an_extraction_misses_is_told(source: str) -> None:
    assert list(in_python(source))


def test_what_it_finds_is_not() -> None:
    assert not list(in_python(RIGHT))


def test_a_template_of_which_it_misses_a_message_is_told() -> None:
    assert not list(in_template('{% load i18n %}<p>\n    {% translate "Told." %}</p>'))
    assert list(in_template('{% load i18n %}{% comment %}{% translate "Told." %}{% endcomment %}'))
