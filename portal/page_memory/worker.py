"""A worker's page memory: made with its WSGI callable, and kept in step from then on."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import connections
from django.http.request import validate_host
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from portal import metrics
from portal.page_memory.layer import Application, PageMemoryLayer
from portal.page_memory.listener import Listener
from portal.page_memory.memory import Memory

IMPATIENT: dict[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 2000,
    "application_name": "page memory",
}
NEVER_HEARD = 1e6  # seconds, said where the database has not been heard since the start
NOT_LIBPQ = {"cursor_factory", "context", "prepare_threshold", "row_factory", "pool"}


def remembering(application: Application) -> Application:
    """Return the WSGI callable with a page memory in front, as PAGE_MEMORY_MB says; 0 is none."""
    if not settings.PAGE_MEMORY_MB:
        return application
    memory = Memory(settings.PAGE_MEMORY_MB * 1_000_000)
    listener = Listener(memory, cache(listening_conninfo))  # it starts no server that was stopped
    listener.start()
    metrics.register(lambda: samples(memory, listener))
    scheme = "https" if settings.SITE.is_https else ""
    return PageMemoryLayer(application, memory, hosts=known_hosts(), scheme=scheme)


def samples(memory: Memory, listener: Listener) -> list[metrics.Sample]:
    """Return what the operator is told of a worker's page memory (portal.metrics.catalogue)."""
    counts = memory.counts
    figures = {
        "hits_total": counts.hits,
        "misses_total": counts.misses,
        "stores_total": counts.stores,
        "stores_refused_total": counts.refused,
        "evictions_total": counts.evictions,
        "purged_pages_total": counts.purged,
        "notifications_total": counts.notifications,
        "gathered_total": counts.gathered,
        "fallthrough_total": counts.without_lease,
        "pages": len(memory),
        "bytes": memory.bytes,
        "limit_bytes": memory.limit,
        "lease_age_seconds": min(memory.lease_age(), NEVER_HEARD),
        "listener_up": int(listener.is_up),
    }
    return [metrics.Sample(f"broadsheet_page_memory_{name}", n) for name, n in figures.items()]


def known_hosts() -> set[str]:
    """Return what Host may say: the allowed names (no patterns), bare or with our own port."""
    names = {name for name in settings.ALLOWED_HOSTS if name != "*" and not name.startswith(".")}
    if validate_host(settings.SITE.host, settings.ALLOWED_HOSTS):
        names.add(settings.SITE.host)
    ports = {str(settings.PORT), settings.SITE_URL.rpartition(":")[2]}
    return names | {f"{name}:{port}" for name in names for port in ports if port.isdigit()}


def listening_conninfo() -> str:
    """Return where to listen: DATABASE_LISTEN_URL, else the site's own database, directly."""
    if settings.DATABASE_LISTEN_URL:
        return make_conninfo(**IMPATIENT | conninfo_to_dict(settings.DATABASE_LISTEN_URL))
    fresh = connections.create_connection("default")
    known = fresh.get_connection_params()
    wanted = {key: value for key, value in known.items() if key not in NOT_LIBPQ}
    return make_conninfo(**IMPATIENT | wanted)
