"""nginx as deploy/nginx sets it up: the same files, at ports and in folders of a test's own."""

import contextlib
import getpass
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

SOURCE = settings.BASE_DIR / "deploy" / "nginx"
HOST = "news.example.org"
NGINX = os.environ.get("NGINX_PROGRAM") or shutil.which("nginx") or "/usr/sbin/nginx"
OPENSSL = os.environ.get("OPENSSL") or "openssl"
CERTIFICATES: dict[str, Path] = {}  # by host name: the folder in which one was made


@dataclass(frozen=True)
class Answer:
    """What a reader got: status, headers by their small names, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def free_ports(count: int) -> list[int]:
    """Different ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        trials = [held.enter_context(socket.socket()) for _number in range(count)]
        for trial in trials:
            trial.bind(("127.0.0.1", 0))
        return [trial.getsockname()[1] for trial in trials]


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Return when it is so; fail when it is not so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def takes_connections(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Front:
    """One nginx, its folder, and a reader who asks it."""

    def __init__(
        self, folder: Path, applications: list[int], instead: Mapping[str, str] | None = None
    ) -> None:
        self.folder, self.applications, self.instead = folder, applications, instead or {}
        self.host = self.instead.get(HOST, HOST)
        self.var = folder / "var"
        self.process: subprocess.Popen[bytes] | None = None
        for name in ("var/static", "var/media", "var/acme", "tls", "logs", "temp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._make_certificate()

    def _make_certificate(self) -> None:
        """One that is its own authority; the same for all of a process's tests."""
        if made := CERTIFICATES.get(self.host):
            shutil.copytree(made, self.folder / "tls", dirs_exist_ok=True)
            return
        words = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        words += ["-nodes", "-days", "2", "-subj", f"/CN={self.host}"]
        words += ["-addext", f"subjectAltName=DNS:{self.host}"]
        words += ["-keyout", "privkey.pem", "-out", "fullchain.pem"]
        subprocess.run(words, cwd=self.folder / "tls", check=True, capture_output=True)
        CERTIFICATES[self.host] = self.folder / "tls"

    def write(self) -> None:
        """Write the configuration out with this test's places instead of a server's."""
        self.http, self.https, self.gate = free_ports(3)
        conf = self.folder / "conf"
        shutil.rmtree(conf, ignore_errors=True)
        shutil.copytree(SOURCE / "broadsheet", conf / "broadsheet")
        (conf / "conf.d").mkdir()
        shutil.copy(SOURCE / "broadsheet.conf", conf / "conf.d")
        shutil.copy(SOURCE / "nginx.conf", conf)
        for path in conf.rglob("*.conf"):
            path.write_text(self._placed(path.read_text(encoding="utf-8")), encoding="utf-8")
        upstream = conf / "broadsheet" / "upstream.conf"
        lines = upstream.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if "127.0.0.1:800" not in line]
        at = kept.index("upstream broadsheet {") + 1
        kept[at:at] = [
            f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in self.applications
        ]
        upstream.write_text("\n".join(kept), encoding="utf-8")

    def _placed(self, text: str) -> str:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"    {kind}_temp_path {self.folder}/temp/{kind};\n" for kind in kinds)
        for place, here in {
            "worker_rlimit_nofile 65536;": "",
            "worker_connections 8192": "worker_connections 512",
            "user www-data;": f"user {getpass.getuser()};",
            "http {\n": f"http {{\n{temporary}",
            "/etc/nginx/mime.types": "@mime.types",
            "/etc/nginx/": f"{self.folder}/conf/",
            "@mime.types": "/etc/nginx/mime.types",
            "/etc/broadsheet/tls": f"{self.folder}/tls",
            "/var/lib/broadsheet": str(self.var),
            "/var/cache/broadsheet-nginx": f"{self.folder}/cache",
            "/var/log/nginx": f"{self.folder}/logs",
            "/run/nginx.pid": f"{self.folder}/nginx.pid",
            "listen 80 default": f"listen 127.0.0.1:{self.http} default",
            "listen 443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            "127.0.0.1:8090": f"127.0.0.1:{self.gate}",
            **self.instead,
        }.items():
            text = text.replace(place, here)
        return "".join(line for line in text.splitlines(keepends=True) if "listen [::]" not in line)

    def command(self, *words: str) -> list[str]:
        """nginx with this test's configuration."""
        log = str(self.folder / "logs" / "error.log")
        return [NGINX, "-e", log, "-c", str(self.folder / "conf" / "nginx.conf"), *words]

    def open(self) -> None:
        """Start it; a port that another program took meanwhile is no reason to fail."""
        for _attempt in range(5):
            self.write()
            self.process = subprocess.Popen(
                self.command("-g", "daemon off;"), stdin=subprocess.DEVNULL
            )
            wait_until(lambda: takes_connections(self.https) or self._ended())
            if not self._ended():
                return
        raise AssertionError((self.folder / "logs" / "error.log").read_text())

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def close(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        *,
        plain: bool = False,
        host: str = "",
        **headers: str,
    ) -> Answer:
        """Ask for an address over TLS, or over plain http; header names with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=60)
        if not plain:
            trust = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
            connection = OfHost(self.host, self.https, timeout=60, context=trust)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, {"Host": host or self.host} | names)
            got = connection.getresponse()
            small = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, small, got.read())
        finally:
            connection.close()


class OfHost(http.client.HTTPSConnection):
    """A connection to this machine that asks for, and trusts, another name's certificate."""

    def connect(self) -> None:
        """Connect to the loopback address under the host's name."""
        bare = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(bare, server_hostname=self.host)
