"""The site with a kind of content that it does not have: docs/guides/adding-a-kind.md, followed to the letter."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, ROOMS

ROOMS = [*ROOMS, "tests.kinds.leaflets"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.kinds.leaflets"]
