"""What scenarios share: the options, the house, and servers that are started when first wanted."""

import contextlib
import itertools
import json
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import front, nginx, rounds
from benchmarks.asking import Answer, wait_for, wait_until_listening
from benchmarks.house import VAR, House, Place
from benchmarks.machine import Cores
from benchmarks.options import Options
from benchmarks.ordinary_house import COMPETING, OrdinaryHouse
from benchmarks.processes import Server, python
from benchmarks.rounds import GZIP, Contender, Rounds

THREADS = str(min(16, 2 * (os.cpu_count() or 1) + 1))  # what WEB_THREADS is by default


@dataclass(frozen=True)
class Site:
    """A server that answers: where, under which host name, and its processes."""

    url: str
    host: str
    server: Server
    certificate: Path | None = None

    def contender(
        self,
        name: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        status: int = 200,
        holds: bytes = b"",
        meanwhile: rounds.Meanwhile = contextlib.nullcontext,
    ) -> Contender:
        """Return a page of it as something to measure."""
        asked = {"Host": self.host, **(headers or {})}
        return Contender(
            name, f"{self.url}{path}", asked, status, holds, meanwhile, self.certificate
        )


class Bench:
    """One run of the benchmark."""

    def __init__(self, options: Options, house: House, cores: Cores) -> None:
        self.options, self.house, self.cores = options, house, cores
        self.ordinary = OrdinaryHouse(house)
        self._stack = contextlib.ExitStack()
        self._sites: dict[str, Site] = {}
        self.logs = VAR / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Stop every server; who is wanted again is started again."""
        self._sites.clear()
        self._stack.close()

    def measure(
        self, contenders: list[Contender], *, many: bool = False, least_rounds: int = 1
    ) -> Rounds:
        """Measure contenders in turn, as long as the options say.

        Where they are `many` pages of one server, half as long, and one warm-up is enough;
        `least_rounds` are measured even where the options ask for fewer.
        """
        return rounds.measure(
            contenders,
            rounds=max(self.options.rounds, least_rounds),
            seconds=self.options.seconds / (2 if many else 1),
            connections=self.options.connections,
            warm_up=0.0 if many else rounds.WARM_UP_SECONDS,
        )

    @cached_property
    def removable(self) -> Iterator[tuple[Place, int]]:
        """Published comments of the smallest newspaper, each to be removed by one scenario."""
        return self._removable()

    def _removable(self) -> Iterator[tuple[Place, int]]:
        for number in itertools.count():
            place = self.house.place(self.small, "removals", number)
            for comment in self.house.published_comments(self.small, place.story):
                yield place, comment

    # --- ours -----------------------------------------------------------------------------------
    def ours(self, database: str, *, name: str = "ours", target: str = "", **more: str) -> Site:
        """Return our server on a database, as `manage.py serve` starts it.

        `target` is another WSGI callable to serve in the same way, `more` are settings.
        """

        def start(port: int) -> tuple[list[str], dict[str, str]]:
            settings = {"WEB_THREADS": THREADS, **more}
            environment = self.house.environment(database, port, **settings)
            if not target:
                return python("manage.py", "serve"), environment
            environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
            return python("-m", "benchmarks.serve", target), environment

        return self._site(f"{name} on {database}", start)

    @cached_property
    def small(self) -> str:
        """The database of the smallest newspaper, which scenarios may change."""
        return self.house.newspaper(0)

    @cached_property
    def article(self) -> Place:
        """The article with 42 comments in the smallest newspaper."""
        return self.house.place(self.small, "size-42")

    @cached_property
    def page(self) -> Answer:
        """The article's page as ours sends it compressed; kept as files for the competitors."""
        site = self.ours(self.small)
        packed = site.contender("ours", self.article.path, GZIP).check()
        plain = site.contender("ours", self.article.path).check()
        if packed.text != plain.body:
            raise rounds.MeasurementFailed("ours sends another page compressed than uncompressed")
        folder = self.page_folder
        (folder / "body.html").write_bytes(plain.body)
        (folder / "body.html.gz").write_bytes(packed.body)
        (folder / "body.gz").write_bytes(packed.body)
        hop = {"date", "server", "connection", "transfer-encoding"}
        sent = [pair for pair in packed.headers.items() if pair[0] not in hop]
        (folder / "headers.json").write_text(json.dumps(sent), encoding="utf-8")
        return packed

    @cached_property
    def page_folder(self) -> Path:
        """Where the page's bytes lie for those who serve them."""
        folder = VAR / "page"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    # --- whom it is compared with ---------------------------------------------------------------
    def lookup(self) -> Site:
        """Return the bare WSGI look-up under the same server."""
        assert self.page  # noqa: S101 (writes the files)
        return self._python_site("bare WSGI look-up", "benchmarks.servers.lookup:application", {})

    def ordinary_django(self) -> Site:
        """Return the ordinary Django project under the same server."""
        assert self.page  # noqa: S101 (writes the files)
        return self._competing("ordinary")

    def xtd(self) -> Site:
        """Return django-comments-xtd under the same server."""
        return self._competing("xtd")

    def _competing(self, name: str) -> Site:
        environment = self.ordinary.filled(name, self.article)
        return self._python_site(name, COMPETING, environment)

    def _python_site(self, name: str, target: str, environment: Mapping[str, str]) -> Site:
        def start(port: int) -> tuple[list[str], dict[str, str]]:
            settings = {"BENCH_PAGE": str(self.page_folder), "BENCH_PATH": self.article.path}
            settings |= {"PORT": str(port), "WEB_PROCESSES": "1", "WEB_THREADS": THREADS}
            known = self.house.environment(self.small, port) | settings | dict(environment)
            return python("-m", "benchmarks.serve", target), known

        return self._site(name, start)

    def nginx_file(self) -> Site:
        """Return nginx serving the page as a file."""
        folder = self.page_folder
        headers = nginx.header_lines(self.page.headers)

        def start(port: int) -> tuple[list[str], dict[str, str]]:
            words = {"PORT": port, "PATH": self.article.path, "HEADERS": headers}
            return nginx.command(nginx.configure("nginx_file.conf.in", folder, words)), _plain()

        return self._site("nginx file", start)

    def behind_nginx(self) -> tuple[Site, Site]:
        """Return ours behind nginx as deploy/nginx sets it up, and the page as that one's file."""
        if "front" in self._sites:
            return self._sites["front"], self._sites["file in front"]
        folder, ports = VAR / "front", front.Ports(*free_ports(4))
        certificate = nginx.make_certificate(folder)
        upstream = self.ours(
            self.small, name="ours behind nginx", SITE_URL=f"https://localhost:{ports.https}"
        )
        file = nginx.file_location(self.page_folder, self.article.path, self.page.headers)

        def start(_port: int) -> tuple[list[str], dict[str, str]]:
            application = int(upstream.url.rpartition(":")[2])
            user = "root" if os.geteuid() == 0 else ""
            made = front.configure(folder, user, application, ports, file)
            return nginx.command(made), _plain()

        server = self._start("nginx in front", start, ports.https)
        for name, port in (("front", ports.https), ("file in front", ports.file)):
            address, host = f"https://localhost:{port}", f"localhost:{port}"
            self._sites[name] = Site(address, host, server, certificate)
        wait_for(f"{self._sites['front'].url}/healthz", certificate=certificate)
        server.require_alive()
        return self._sites["front"], self._sites["file in front"]

    # --- starting -------------------------------------------------------------------------------
    def _site(self, name: str, start: "Start") -> Site:
        if name in self._sites:
            self._sites[name].server.require_alive()
            return self._sites[name]
        port = free_port()
        server = self._start(name, start, port)
        site = Site(f"http://127.0.0.1:{port}", f"localhost:{port}", server)
        self._sites[name] = site
        wait_until_listening(port, server)
        return site

    def _start(self, name: str, start: "Start", port: int) -> Server:
        command, environment = start(port)
        log = self.logs / f"{name.replace(' ', '-')}.log"
        server = Server(name, command, environment, core=self.cores.server, log=log)
        self._stack.callback(server.stop)
        return server

    def stop(self, site: Site) -> None:
        """Stop one server before the end."""
        site.server.stop()
        self._sites = {name: kept for name, kept in self._sites.items() if kept is not site}


Start = Callable[[int], tuple[list[str], dict[str, str]]]


def free_port() -> int:
    """Return a port that nobody listens on."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return different ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _number in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _plain() -> dict[str, str]:
    """The environment of a program that needs nothing of ours."""
    return {"PATH": os.environ.get("PATH", "")}
