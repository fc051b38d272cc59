"""`manage.py serve`: the web server alone, granian on HOST and PORT."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from portal.embedded_postgres import server as postgres
from portal.metrics import server as metrics
from portal.running.claims import CannotRun
from portal.running.processes import GRACE, end_with_supervisor


class Command(BaseCommand):
    """Serves the newspaper until it is asked to stop."""

    help = "Run the web server (WEB_PROCESSES processes of WEB_THREADS threads)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--reload` is for developers."""
        parser.add_argument("--reload", action="store_true", help="Django's own reloading server.")

    def handle(self, *args: Any, reload: bool, **options: Any) -> None:
        """Serve; a process of it that crashes is started again."""
        end_with_supervisor()
        if reload:
            settings.PAGE_MEMORY_MB = 0  # a developer wants to see what a template has become
            call_command("runserver", f"{settings.HOST}:{settings.PORT}")
            return
        if not settings.DATABASE_URL:
            postgres.ensure(settings.VAR_DIR / "postgres")
        try:
            metrics.serve()
        except CannotRun as error:
            sys.exit(str(error))
        Server(
            "portal.wsgi:application",
            address=settings.HOST,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            workers=settings.WEB_PROCESSES,
            blocking_threads=settings.WEB_THREADS,
            respawn_failed_workers=True,
            workers_kill_timeout=int(GRACE / 2),
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
