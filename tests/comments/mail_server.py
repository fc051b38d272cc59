"""A mail server on this machine that can be away, and can be told what to answer."""

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Conversation(socketserver.StreamRequestHandler):
    """SMTP as far as a client needs it to hand over a message (RFC 5321)."""

    server: "MailServer"

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            elif word == b"RCPT":
                self._say(self.server.answer_to_recipient)
            else:
                self._say("250 test")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.taken.append(message)  # type: ignore[arg-type]
        self.server.after_taking()
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail at 127.0.0.1; `port` stays the same while it is away."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.port: int = self.server_address[1]
        self.taken: list[EmailMessage] = []
        self.answer_to_recipient = "250 test"
        self.after_taking: Callable[[], None] = lambda: None
        self.thread = threading.Thread(target=self.serve_forever, args=[0.02], daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Go away: who asks is refused."""
        self.shutdown()
        self.server_close()
        self.thread.join(10)
