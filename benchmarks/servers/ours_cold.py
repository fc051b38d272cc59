"""Ours with nothing kept at all: neither the page nor the finished parts it is made of.

Until `portal.page_memory` and finished comments are merged it serves Django itself.
"""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
