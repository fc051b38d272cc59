"""The WSGI callable that granian serves: Django, with the page memory in front."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
_django = get_wsgi_application()

from portal.page_memory.worker import remembering  # noqa: E402 (it needs the settings)

application = remembering(_django)
