"""`manage.py dev`: the whole newspaper for a developer, as `make dev` opens it."""

from portal.management.commands import run


class Command(run.Command):
    """Like `run`, with a server that reloads changed code and shows errors; wants DEBUG=1."""

    help = "Run the whole newspaper with autoreload."
    developing = True
