"""WSGI callables that are measured beside portal.wsgi:application, or around it."""
