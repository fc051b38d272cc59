"""The WSGI callable that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from portal import metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
metrics.start("web")
