"""A mail server for tests that can refuse, stall and hang up."""

import contextlib
import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class SmtpSink(socketserver.ThreadingTCPServer):
    """Just enough of RFC 5321; `answers` maps a command to the reply it gets instead of the usual one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.pause = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpSink

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            command = line.decode().split()[0].upper() if line.split() else ""
            answer = self.server.answers.get(command)
            if answer == "hang up":
                return
            if command == "DATA" and not answer:
                self.say("354 go on")
                self.take()
                if self.server.answers.get("END") == "hang up":
                    return
            self.say(answer or ("221 bye" if command == "QUIT" else "250 ok"))

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        time.sleep(self.server.pause)
        self.server.messages.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))

    def say(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def serving() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
