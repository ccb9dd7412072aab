"""deploy/nginx.conf, for real, before a small web server that tells what it was asked."""

import http.client
import http.server
import json
import re
import runpy
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.ops.test_the_portal_runs import free_port

TOP = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
pytestmark = [
    pytest.mark.services,
    pytest.mark.enable_socket,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (package nginx-light)"),
]


# Bytes of bodies that came through, by path, while they came.
arrived: dict[str, int] = {}


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers it got; /document sends the front server to a protected file."""

    def do_GET(self):
        body = json.dumps({key.lower(): value for key, value in self.headers.items()}).encode()
        self.send_response(200)
        if self.path == "/document":
            self.send_header("X-Accel-Redirect", "/protected/2026/plan.pdf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_PATCH(self):
        left = int(self.headers["Content-Length"])
        while left and (data := self.rfile.read1(left)):
            left -= len(data)
            arrived[self.path] = arrived.get(self.path, 0) + len(data)
        if not left:
            self.do_GET()

    def log_message(self, *_):
        """The test's output is for the test."""


class Front:
    def __init__(self, folder: Path) -> None:
        self.folder, self.plain, self.tls, self.web = folder, free_port(), free_port(), free_port()

    def ask(self, path, *, tls=True, method="GET", headers=None, body=None):
        if tls:
            trust = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
            line = http.client.HTTPSConnection("localhost", self.tls, timeout=10, context=trust)
        else:
            line = http.client.HTTPConnection("localhost", self.plain, timeout=10)
        line.request(method, path, body=body, headers=headers or {})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        return answer, content


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    folder = tmp_path_factory.mktemp("front")
    it = Front(folder)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", "privkey.pem", "-out", "fullchain.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (folder / "data/documents/2026").mkdir(parents=True)
    (folder / "data/documents/2026/plan.pdf").write_bytes(b"%PDF-the plan")
    (folder / "static").mkdir()
    (folder / "static/app.0123abcd.css").write_text("body{}")
    (folder / "tmp").mkdir()
    config = (TOP / "deploy/nginx.conf").read_text()
    for here, there in (
        ("/tmp/", f"{folder}/tmp/"),  # first, for the folder itself may lie in /tmp
        ("/tls/", f"{folder}/"),
        ("alias /data/", f"alias {folder}/data/"),
        ("alias /static/", f"alias {folder}/static/"),
        ("listen 8080", f"listen 127.0.0.1:{it.plain}"),
        ("listen 8443", f"listen 127.0.0.1:{it.tls}"),
        ("server web:8000", f"server 127.0.0.1:{it.web}"),
        ("server uploads:8000", f"server 127.0.0.1:{it.web}"),
    ):
        assert here in config
        config = config.replace(here, there)
    # Started by root it would hand over to a user who may not enter the folder of the test.
    (folder / "nginx.conf").write_text("user root;\ndaemon off;\n" + config)
    with http.server.ThreadingHTTPServer(("127.0.0.1", it.web), Echo) as web, (folder / "log").open("ab") as log:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        server = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-p", folder], stdout=log, stderr=log)
        try:
            limit = time.monotonic() + 20
            while True:
                try:
                    it.ask("/front", tls=False)
                    break
                except OSError:
                    assert server.poll() is None, (folder / "log").read_text()
                    assert time.monotonic() < limit
                    time.sleep(0.05)
            yield it
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
            web.shutdown()


def test_what_comes_unencrypted_is_sent_to_https(front):
    answer, _ = front.ask("/applications/?q=x", tls=False)

    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/applications/?q=x")


def test_nobody_outside_can_say_when_a_request_began_or_who_asks(front):
    before = time.time()

    _, body = front.ask("/", headers={"X-Request-Start": "t=1000000000.000", "X-Forwarded-For": "203.0.113.9"})

    heard = json.loads(body)
    began = float(heard["x-request-start"].removeprefix("t="))
    assert before - 1 <= began <= time.time()
    assert (heard["x-forwarded-for"], heard["x-forwarded-proto"]) == ("127.0.0.1", "https")


def test_a_request_began_before_its_slow_body_had_arrived(front):
    trust = ssl.create_default_context(cafile=front.folder / "fullchain.pem")
    with (
        socket.create_connection(("127.0.0.1", front.tls)) as plain,
        trust.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\na")
        time.sleep(1.5)
        last_byte = time.time()
        line.sendall(b"b")
        answer = b"".join(iter(lambda: line.recv(65536), b""))

    began = float(json.loads(answer.split(b"\r\n\r\n", 1)[1])["x-request-start"].removeprefix("t="))
    assert began < last_byte - 1


def half_a_patch(front, path, size=300_000):
    """The head and half of the body of a PATCH, on a line that then says no more."""
    trust = ssl.create_default_context(cafile=front.folder / "fullchain.pem")
    plain = socket.create_connection(("127.0.0.1", front.tls))
    line = trust.wrap_socket(plain, server_hostname="localhost")
    line.sendall(f"PATCH {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode())
    line.sendall(bytes(size // 2))
    return line


def test_a_large_file_is_handed_on_as_it_comes_and_anything_else_when_it_is_whole(front):
    lines = [half_a_patch(front, "/uploads/1/"), half_a_patch(front, "/other/")]

    limit = time.monotonic() + 10
    while arrived.get("/uploads/1/", 0) < 150_000 and time.monotonic() < limit:
        time.sleep(0.05)
    for line in lines:
        line.close()  # broken off: what had come is not lost
    time.sleep(0.5)

    assert arrived == {"/uploads/1/": 150_000}


def test_a_piece_of_a_file_has_its_beginning_and_its_sender_told_as_everything_has(front):
    answer, body = front.ask(
        "/uploads/2/", method="PATCH", headers={"X-Request-Start": "t=1000000000.000"}, body=b"abc"
    )

    heard = json.loads(body)
    assert answer.status == 200
    assert abs(float(heard["x-request-start"].removeprefix("t=")) - time.time()) < 10
    assert (heard["x-forwarded-for"], heard["x-forwarded-proto"]) == ("127.0.0.1", "https")


def test_a_document_is_sent_by_the_portals_word_alone(front):
    assert front.ask("/document")[1] == b"%PDF-the plan"

    assert front.ask("/protected/2026/plan.pdf")[0].status == 404


def test_static_files_are_kept_for_a_year_and_nothing_beside_them_is_served(front):
    answer, body = front.ask("/static/app.0123abcd.css")

    assert (answer.status, body) == (200, b"body{}")
    assert answer.headers.get_all("Cache-Control") == ["max-age=31536000", "public, immutable"]
    assert front.ask("/static../privkey.pem")[1] != (front.folder / "privkey.pem").read_bytes()
    assert front.ask("/static/%2e%2e/privkey.pem")[1] != (front.folder / "privkey.pem").read_bytes()


def test_what_is_larger_than_any_form_is_refused(front):
    assert front.ask("/", method="POST", headers={"Content-Length": str(161 * 2**20)}, body=b"")[0].status == 413


def test_the_log_holds_neither_search_words_nor_keys(front):
    front.ask("/applications/?q=secret-word")
    front.ask("/rounds/welcome/secret-token/")
    front.ask("/rounds/feed/secret-token.ics")
    front.ask("/accounts/password/reset/key/3f-secret-key/")

    def logged():
        return (front.folder / "log").read_text()

    limit = time.monotonic() + 10
    while "/accounts/password/reset/key/" not in logged() and time.monotonic() < limit:
        time.sleep(0.05)
    assert " /applications/ 200 " in logged()
    assert " /rounds/welcome/... 200 " in logged()
    assert " /rounds/feed/... 200 " in logged()
    assert " /accounts/password/reset/key/... 200 " in logged()
    assert "secret" not in logged()


def secret_routes(patterns, before="/"):
    """Addresses that hold a token or a key, with the token in its place."""
    for entry in patterns:
        pattern = str(entry.pattern).lstrip("^").rstrip("$")
        if hasattr(entry, "url_patterns"):
            yield from secret_routes(entry.url_patterns, before + pattern)
        elif re.search(r"<(str:)?(token|key)>", pattern):
            yield before + re.sub(r"<str:token>|\(\?P<uidb36>.*\)(?=/)", "SECRET", pattern)


def test_no_secret_address_is_written_down_by_anybody():
    nginx = re.search(r"~(\^\(\?<head>.*\)) \"", (TOP / "deploy" / "nginx.conf").read_text())[1].replace("?<head>", "")
    gunicorn = runpy.run_path(str(TOP / "deploy" / "gunicorn.conf.py"))["_KEY"]
    routes = list(secret_routes(get_resolver().url_patterns))

    assert len(routes) >= 4
    assert [path for path in routes if "SECRET" not in path] == []
    assert [path for path in routes if "SECRET" in re.sub(nginx + ".*", r"\1", path)] == []
    assert [path for path in routes if "SECRET" in gunicorn.sub(r"\1...", path)] == []
