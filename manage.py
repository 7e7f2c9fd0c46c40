#!/usr/bin/env python
"""Django's command line for rehabsite."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        from rehabsite import private_logging
        from rehabsite.private_files import keep_private
        from rehabsite.server import memory
    except ImportError:
        sys.exit("Django is not installed here. Run `make run` once, then use .venv/bin/python manage.py.")
    try:
        memory.keep_small()
        private_logging.install()
        keep_private(settings.VAR_DIR)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Settings that refuse to start say why in a sentence; a traceback would hide it.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
