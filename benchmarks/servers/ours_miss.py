"""Ours with a page memory that never has the page, so that every request is a miss.

The finished parts of a page are kept, as they are on a running site; only the page is made anew.
Until `portal.page_memory` is merged it serves Django itself, which is the same.
"""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
