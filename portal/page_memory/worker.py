"""A worker's page memory: made with its WSGI callable, and kept in step from then on."""

from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from portal.page_memory.layer import Application, PageMemoryLayer
from portal.page_memory.listener import Listener
from portal.page_memory.memory import Memory

NOT_LIBPQ = {"cursor_factory", "context", "prepare_threshold", "row_factory", "pool"}


def remembering(application: Application) -> Application:
    """Return the WSGI callable with a page memory in front, as PAGE_MEMORY_MB says; 0 is none."""
    if not settings.PAGE_MEMORY_MB:
        return application
    memory = Memory(settings.PAGE_MEMORY_MB * 1_000_000)
    Listener(memory, listening_conninfo).start()
    scheme = "https" if settings.SITE.is_https else ""
    return PageMemoryLayer(application, memory, hosts=known_hosts(), scheme=scheme)


def known_hosts() -> set[str]:
    """Return what Host may say: the allowed names (no patterns), bare or with our own port."""
    names = {name for name in settings.ALLOWED_HOSTS if name != "*" and not name.startswith(".")}
    names.add(settings.SITE.host)
    ports = {str(settings.PORT), settings.SITE_URL.rpartition(":")[2]}
    return names | {f"{name}:{port}" for name in names for port in ports if port.isdigit()}


def listening_conninfo() -> str:
    """Return where to listen: DATABASE_LISTEN_URL, else the site's own database, directly."""
    if settings.DATABASE_LISTEN_URL:
        return str(settings.DATABASE_LISTEN_URL)
    fresh = connections.create_connection("default")
    known = fresh.get_connection_params()
    wanted = {key: value for key, value in known.items() if key not in NOT_LIBPQ}
    return make_conninfo(**wanted, application_name="page memory")
