"""What a load balancer or a supervisor asks: is the process up, and can it serve?

`/healthz` says that the process answers, whatever its database does. `/readyz` says whether
the database is reachable and migrated, and whether a job worker was seen lately. Both answer under
any host name and over plain HTTP, since whoever probes calls the machine by its address.
"""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from portal.replica import freshness

WORKER_SILENCE = timedelta(seconds=40)  # a worker writes every 10 seconds that it lives
OK = "ok"
_migrated = False  # a process whose tables were once as it wants them does not ask again


class HealthMiddleware:
    """Answers the two addresses before any other part of the house is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer /healthz and /readyz; let everything else through."""
        if request.path_info == "/healthz":
            return _unstored(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))
        if request.path_info == "/readyz":
            found = readiness()
            needed = {said for part, said in found.items() if part != "replica"}
            status = 200 if needed == {OK} else 503
            return _unstored(JsonResponse(found, status=status))
        return self.get_response(request)


def readiness() -> dict[str, str]:
    """Return what is wrong with the database, the migrations and the worker, `ok` for what is not.

    A replica, where there is one, is told of as well; the house is ready without it.
    Says nothing that a stranger could use: no address, no error of the database's own.
    """
    found = {"database": OK, "migrations": OK, "worker": OK}
    try:
        connection.ensure_connection()
    except (Error, ImproperlyConfigured):
        return dict.fromkeys(found, "the database cannot be reached")
    try:
        if not _is_migrated():
            unknown = "some migrations were not applied: run manage.py migrate"
            return found | {"migrations": unknown, "worker": unknown}
        if not _worker_was_seen():
            found["worker"] = f"no job worker for {WORKER_SILENCE.seconds} seconds"
    except Error:
        return dict.fromkeys(found, "the database does not answer")
    return found | _replica()


def _replica() -> dict[str, str]:
    return {"replica": freshness.replica.state()} if freshness.ALIAS in connections.settings else {}


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _worker_was_seen() -> bool:
    since = timezone.now() - WORKER_SILENCE
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
