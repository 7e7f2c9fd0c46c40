"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from rehabsite import discretion

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
application = get_wsgi_application()
discretion.install()
