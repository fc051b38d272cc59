"""`manage.py work`: a job worker; any number of them may run."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from portal.metrics import register, server, start
from portal.metrics.jobs import count_job, done
from portal.running.claims import CannotRun
from portal.running.processes import GRACE, end_with_supervisor


class Command(BaseCommand):
    """Does the jobs that the site puts off: picture sizes, counts, mail."""

    help = "Run a job worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--metrics` is for a machine that has no web server to do it."""
        parser.add_argument(
            "--metrics", action="store_true", help="Serve /metrics on METRICS_PORT as well."
        )

    def handle(self, *args: Any, metrics: bool = False, **options: Any) -> None:
        """Work until asked to stop; a job that takes longer than the grace is done again."""
        end_with_supervisor()
        try:
            if metrics:
                server.serve()
        except CannotRun as error:
            sys.exit(str(error))
        register(done.samples)
        start("work")
        connector = app.connector
        if isinstance(connector, DjangoConnector):  # Django's connections cannot wait for NOTIFY
            connector = connector.get_worker_connector()
        with app.replace_connector(connector):
            app.run_worker(
                shutdown_graceful_timeout=GRACE / 2,
                worker_middleware=[count_job],
                delete_jobs="successful",  # else the queue's table grows by each that was done
            )
