"""Ours with nothing kept at all: neither the page nor the finished parts it is made of."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
