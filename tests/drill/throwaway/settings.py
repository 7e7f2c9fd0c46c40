"""The site's settings with an app more, as the next version might have."""

from rehabsite.settings import *  # noqa: F403
from rehabsite.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.drill.throwaway"]
