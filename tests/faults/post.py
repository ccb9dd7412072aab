"""A mail server that can be harmed."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_ID = re.compile(rb"^Message-ID: *<([^.>]+)", re.MULTILINE | re.IGNORECASE)


@dataclass
class Post:
    """A mail server that takes everything, unless its `mood` is another: down; slow, a second for each mail; or deaf:
    it takes the mail and breaks off before it says so, so that the sender must send it again."""

    port: int = 0
    mood: str = "well"
    # (receiver, message id) → how often it was taken.
    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Conversation(socketserver.StreamRequestHandler):
    post: Post

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        if self.post.mood == "down":
            return
        with suppress(ConnectionError):  # a sender that was killed says no word of farewell
            self._talk()

    def _talk(self) -> None:
        self.say("220 here")
        receiver = ""
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                receiver = line.split(b"<")[1].split(b">")[0].decode()
            if word == b"QUIT":
                self.say("221 bye")
                return
            if word == b"DATA":
                self.say("354 go on")
                if not self.data(receiver):
                    return
            else:
                self.say("250 here")

    def data(self, receiver: str) -> bool:
        text = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            text += line
        found = _ID.search(text)
        key = (receiver, found[1].decode() if found else "")
        mood = self.post.mood
        if mood == "slow":
            time.sleep(1)
        with self.post.lock:
            self.post.taken[key] = self.post.taken.get(key, 0) + 1
        if mood == "deaf":
            return False
        self.say("250 taken")
        return True


@contextmanager
def post_office() -> Iterator[Post]:
    it = Post()
    handler = type("Conversation", (_Conversation,), {"post": it})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        it.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield it
        finally:
            server.shutdown()
