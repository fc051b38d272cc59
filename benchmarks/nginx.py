"""nginx as a contender: its configuration from a template, its certificate, its process."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.processes import ROOT

BY_ITSELF = {"date", "server", "connection", "content-length", "transfer-encoding", "etag"}
BY_FILE = {"content-type", "content-encoding", "last-modified"}


def configure(template: str, folder: Path, words: Mapping[str, object]) -> Path:
    """Write a configuration into a folder and return its path; `words` fill the template."""
    (folder / "temp").mkdir(parents=True, exist_ok=True)
    text = (ROOT / "benchmarks" / template).read_text(encoding="utf-8")
    known = {"FOLDER": folder, "USER": "user root;" if os.geteuid() == 0 else "", **words}
    for name, value in known.items():
        text = text.replace(f"@{name}@", str(value))
    path = folder / template.removesuffix(".in")
    path.write_text(text, encoding="utf-8")
    return path


def header_lines(headers: Mapping[str, str]) -> str:
    """Return the directives that send what our server sends, but for what nginx says itself."""
    lines = []
    for name, value in headers.items():
        if name.lower() not in BY_ITSELF | BY_FILE:
            quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "")
            lines.append(f'            add_header {name} "{quoted}";')
    return "\n".join(lines)


def file_location(folder: Path, path: str, headers: Mapping[str, str]) -> str:
    """Return the directives that answer a path with the page as a file, compressed beforehand."""
    return (
        f"    default_type 'text/html; charset=utf-8';\n    gzip_static on;\n    root {folder};\n"
        f"    location = {path} {{\n        try_files /body.html =404;\n"
        f"{header_lines(headers)}\n    }}\n"
    )


def make_certificate(folder: Path) -> Path:
    """Make a certificate for localhost, unless there is one; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists():
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ]
        command += ["-nodes", "-days", "3650", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run(command, check=True, capture_output=True)
    return certificate


def command(configuration: Path) -> list[str]:
    """Return the words that start it as a process that stays, so that it can be stopped."""
    folder, stay = str(configuration.parent), "daemon off;"
    return ["nginx", "-e", "stderr", "-p", folder, "-c", str(configuration), "-g", stay]
