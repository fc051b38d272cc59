"""Serves /metrics, and nothing else, on METRICS_HOST and METRICS_PORT from a thread."""

import os
import socket
import threading
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import urlsplit

from django.conf import settings
from prometheus_client import CollectorRegistry, MetricsHandler

from portal.metrics.collector import HouseCollector
from portal.metrics.database import Database
from portal.metrics.snapshots import folder
from portal.running.claims import require_free_port


def serve() -> None:
    """Serve from now until this process ends, if METRICS_PORT is set.

    Raises CannotRun when the port cannot be had.
    """
    if not settings.METRICS_PORT:
        return
    require_free_port(settings.METRICS_HOST, settings.METRICS_PORT, "METRICS_PORT")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(HouseCollector(folder(), Database()))
    server = _Server(settings.METRICS_HOST, settings.METRICS_PORT, _Handler.factory(registry))
    # A forked web worker would keep the port from whoever comes after us, and answer nobody.
    os.register_at_fork(after_in_child=server.socket.close)
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics-server").start()


class _Server(ThreadingHTTPServer):
    def __init__(self, host: str, port: int, handler: type) -> None:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self.address_family = found[0]
        super().__init__((host, port), handler)

    def server_bind(self) -> None:
        """Listen without asking the name service who we are, which may take minutes."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = settings.METRICS_HOST, settings.METRICS_PORT


class _Handler(MetricsHandler):
    server_version = "Broadsheet"
    sys_version = ""
    timeout = 10  # seconds for a request to arrive

    def do_GET(self) -> None:  # noqa: N802 (http.server's name)
        """Answer the one address that there is."""
        if urlsplit(self.path).path != "/metrics":
            self.send_error(404)
            return
        super().do_GET()
