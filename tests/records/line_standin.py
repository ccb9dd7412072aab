"""Stands in for the LINE platform as its documentation describes it: retry keys, quota, errors in its own words."""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from records import delivery
from records.enums import Channel
from records.models import Delivery, LineAccount, Message, Notice
from tests.cast import at

TOKEN, SECRET = "channel-access-token", "channel-secret"
WHEN = at("2025-02-20 09:00")
LINE_ID = "U" + "4af4980629" * 3
_KEY_LIVES = dt.timedelta(hours=24)
UNKNOWN = "The property, 'to', in the request body is invalid (line: -, column: -)"


class Platform:
    """What it was sent, and how it is to behave. `lose` answers 500 although the message was taken.

    `at` is its clock: a retry key is forgotten 24 hours after the first request that carried it, taken or not.
    """

    def __init__(self) -> None:
        self.pushed: list[tuple[str, str]] = []
        self.at = dt.datetime(2025, 2, 20, tzinfo=dt.UTC)
        self.first: dict[str, dt.datetime] = {}
        self.keys: dict[str, str] = {}
        self.people: set[str] = set()
        self.quota: dict[str, object] = {"type": "limited", "value": 200}
        self.used = 0
        self.asked = 0
        self.fail: list[int] = []
        self.lose = 0
        self.address = ""

    def push(self, key: str, body: dict[str, object]) -> tuple[int, dict[str, object], dict[str, str]]:
        try:
            uuid.UUID(key)
        except ValueError:
            return 400, {"message": "The retry key is invalid"}, {}
        if self.first.setdefault(key, self.at) <= self.at - _KEY_LIVES:
            self.first[key] = self.at
            self.keys.pop(key, None)
        if self.fail:
            status = self.fail.pop(0)
            return status, {"message": "The API rate limit has been exceeded. Try again later."}, {}
        if key in self.keys:
            known = {"x-line-accepted-request-id": self.keys[key]}
            return 409, {"message": "The retry key is already accepted"}, known
        if body["to"] not in self.people:
            return 400, {"message": UNKNOWN}, {}
        if self.quota["type"] == "limited" and self.used >= int(str(self.quota["value"])):
            return 429, {"message": "You have reached your monthly limit."}, {}
        self.keys[key] = str(uuid.uuid4())
        self.used += 1
        (message,) = body["messages"]  # type: ignore[misc]
        self.pushed.append((str(body["to"]), message["text"]))
        if self.lose:
            self.lose -= 1
            return 500, {"message": "Internal Server Error"}, {}
        return 200, {"sentMessages": [{"id": str(self.used), "quoteToken": "q"}]}, {}


@contextmanager
def running():
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status, body, headers=()):
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**dict(headers), "Content-Length": str(len(data)), "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def known(self):
            if self.headers["Authorization"] == f"Bearer {TOKEN}":
                return True
            self.answer(401, {"message": "Authentication failed. Confirm that the access token is valid."})
            return False

        def do_GET(self):
            platform.asked += 1
            if not self.known():
                return
            found = {
                "/v2/bot/message/quota": platform.quota,
                "/v2/bot/message/quota/consumption": {"totalUsage": platform.used},
            }
            self.answer(200, found[self.path])

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.known():
                self.answer(*platform.push(self.headers.get("X-Line-Retry-Key", ""), body))

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    platform.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def linked(person, line_id=LINE_ID):
    return LineAccount.objects.create(user=person.user, line_id=line_id, linked_at=WHEN)


def waiting(person):
    message = Message.objects.create(to=person.user, subject="ตรวจแผนของ นาย ผู้อื่น", body="เรื่องส่วนตัว", written_at=WHEN)
    Notice.objects.create(key=f"k{message.pk}", name="rounds/remind", to=person.user, written_at=WHEN, message=message)
    return Delivery.objects.create(message=message, channel=Channel.LINE, begun_at=WHEN, next_try_at=WHEN)


def tried(row, when=WHEN, platform=None):
    if platform is not None:
        platform.at = when
    delivery.send_due(when)
    row.refresh_from_db()
    return row.state
