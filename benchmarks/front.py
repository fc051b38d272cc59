"""nginx as deploy/nginx sets it up, at ports and in folders of the benchmark's own.

Beside the newspaper's server stands another one that sends the page as a file, with the same TLS,
connections and log, so that a ratio of the two speaks of the way to the page alone.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT

SOURCE = ROOT / "deploy" / "nginx"
UPSTREAM = "server 127.0.0.1:800"  # how the addresses begin that an installation replaces
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Ports:
    """Where it listens: for http, https and its own gate, and for those who want the file."""

    http: int
    https: int
    gate: int
    file: int


def configure(folder: Path, user: str, application: int, ports: Ports, file: str) -> Path:
    """Write the configuration into a folder and return its path.

    `file` holds what a server says that sends the page as a file, besides TLS and its port.
    """
    for name in ("temp", "logs", "newspaper/static"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    conf = folder / "conf"
    shutil.rmtree(conf, ignore_errors=True)
    shutil.copytree(SOURCE, conf, ignore=shutil.ignore_patterns("broadsheet.conf"))
    (conf / "conf.d").mkdir()
    newspaper = (SOURCE / "broadsheet.conf").read_text(encoding="utf-8")
    (conf / "conf.d" / "broadsheet.conf").write_text(newspaper, encoding="utf-8")
    (conf / "conf.d" / "file.conf").write_text(_beside(newspaper, file), encoding="utf-8")
    places = _places(folder, user, ports)
    for path in conf.rglob("*.conf"):
        path.write_text(_placed(path.read_text(encoding="utf-8"), places), encoding="utf-8")
    upstream = conf / "broadsheet" / "upstream.conf"
    lines = upstream.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if UPSTREAM not in line]
    kept.insert(kept.index("upstream broadsheet {") + 1, f"server 127.0.0.1:{application};")
    upstream.write_text("\n".join(kept), encoding="utf-8")
    return conf / "nginx.conf"


def _beside(newspaper: str, file: str) -> str:
    """Return a server with the newspaper's own TLS, connections and log that sends the file."""
    begins = newspaper.index("    access_log /var/log/nginx")
    ends = newspaper.index("    include /etc/nginx/broadsheet/errors.conf;", begins)
    shared = newspaper[begins:ends]
    return f"server {{\n    listen file ssl;\n    server_name localhost;\n{shared}{file}}}\n"


def _places(folder: Path, user: str, ports: Ports) -> Mapping[str, str]:
    temporary = "".join(f"    {kind}_temp_path {folder}/temp/{kind};\n" for kind in TEMPORARY)
    return {
        "worker_rlimit_nofile 65536;": "",
        "worker_processes auto;": "worker_processes 1;",  # it has one core
        "worker_connections 16384": "worker_connections 512",
        "user www-data;": f"user {user};" if user else "",
        "http {\n": f"http {{\n{temporary}",
        "/etc/nginx/mime.types": "@types",
        "/etc/nginx/": f"{folder}/conf/",
        "@types": "/etc/nginx/mime.types",
        "/etc/broadsheet/tls/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/broadsheet/tls/privkey.pem": f"{folder}/key.pem",
        "/var/lib/broadsheet": f"{folder}/newspaper",
        "/var/cache/broadsheet-nginx": f"{folder}/cache",
        "/var/log/nginx": f"{folder}/logs",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "listen 80 default": f"listen 127.0.0.1:{ports.http} default",
        "listen 443 ssl": f"listen 127.0.0.1:{ports.https} ssl",
        "listen file ssl": f"listen 127.0.0.1:{ports.file} ssl",
        "127.0.0.1:8090": f"127.0.0.1:{ports.gate}",
        "news.example.org": "localhost",
    }


def _placed(text: str, places: Mapping[str, str]) -> str:
    for place, here in places.items():
        text = text.replace(place, here)
    return "".join(line for line in text.splitlines(keepends=True) if "listen [::]" not in line)
