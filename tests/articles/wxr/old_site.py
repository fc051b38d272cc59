"""An old site's server, in this process: what it answers is a function of the request."""

import datetime
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from articles.wxr.media.checked_connection import Resolve
from articles.wxr.media.limits import Limits


class OldSite:
    """Answers each path by what stands under it in `pages`, and remembers what was asked.

    A page is bytes, or a function that answers with the handler itself.
    """

    def __init__(self, port: int, scheme: str) -> None:
        self.port, self.scheme = port, scheme
        self.pages: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, str]] = []  # path, Range

    @property
    def url(self) -> str:
        """Its address; no name server knows the name."""
        return f"{self.scheme}://old.example:{self.port}"

    def limits(self, **others: object) -> Limits:
        """Limits that let downloads come here, and nowhere else in this network."""
        return Limits(**{"allowed": frozenset({("127.0.0.1", self.port)}), **others})  # type: ignore[arg-type]

    def resolve(self, **names: list[str]) -> Resolve:
        """A resolver that knows the old site, and what else it is told; dots are underscores."""
        known = {name.replace("_", "."): found for name, found in names.items()}

        def resolve(host: str, port: int) -> list[str]:
            if host in known:
                return known[host]
            if host in {"old.example", "127.0.0.1"}:
                return ["127.0.0.1"]
            if host[0].isdigit() or ":" in host:
                return [host]
            raise OSError("There is no such name.")

        return resolve


def answer(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """Answer with a body; headers as `content_type="text/html"`."""
    handler.send_response(status)
    given = {"content_type": "image/jpeg", "content_length": str(len(body))} | headers
    for name, value in given.items():
        if value:
            handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def leading_to(address: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that leads on."""
    return lambda handler: answer(handler, b"", status, location=address)


@contextmanager
def old_site(tls: Path | None = None) -> Iterator[OldSite]:
    """Run an old site until the end of the block; `tls` holds its key and certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers.get("Range", "")))
            page = site.pages.get(self.path)
            try:
                if page is None:
                    answer(self, b"", 404)
                elif isinstance(page, bytes):
                    answer(self, page)
                else:
                    page(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = OldSite(server.server_address[1], "https" if tls else "http")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate_of(host: str, folder: Path) -> Path:
    """Make a host's certificate, signed by itself; return the file that holds it with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "certificate.pem"
    file.write_bytes(secret + signed.public_bytes(pem))
    return file
