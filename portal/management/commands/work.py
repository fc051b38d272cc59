"""`manage.py work`: a job worker; any number of them may run."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from portal.running.processes import GRACE, end_with_supervisor


class Command(BaseCommand):
    """Does the jobs that the site puts off: picture sizes, counts, mail."""

    help = "Run a job worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until asked to stop; a job that takes longer than the grace is done again."""
        end_with_supervisor()
        connector = app.connector
        if isinstance(connector, DjangoConnector):  # Django's connections cannot wait for NOTIFY
            connector = connector.get_worker_connector()
        with app.replace_connector(connector):
            app.run_worker(shutdown_graceful_timeout=GRACE / 2)
