"""The measured process: `python -m bench.worker ours|bare`, one question a line of JSON on stdin, one answer a line.

Pages are asked for through WSGI, as a web server would, with nothing between: the processor time of an answer is
that of this process plus that of its backend in the database.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]


class Site:
    """One WSGI application and its connection to the database."""

    def __init__(self, kind: str) -> None:
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings" if kind == "bare" else "teachersync.settings"
        from django.core.wsgi import get_wsgi_application

        self.application = get_wsgi_application()
        self.kind = kind
        if kind == "ours":
            from bench import clockwork

            clockwork.wind()
        from django.db import connection

        self.connection = connection

    def get(self, path: str, cookie: str) -> tuple[str, bytes]:
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
            "HTTP_ACCEPT_LANGUAGE": "th,en;q=0.5",
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "HTTP_COOKIE": f"csrftoken=b3nchb3nchb3nchb3nchb3nchb3nch00; sessionid={cookie}" if cookie else "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        said: list[str] = []
        answer = self.application(environ, lambda status, _headers, *_info: said.append(status))
        body = b"".join(answer)
        answer.close()
        return said[0], body

    def backend(self) -> float:
        """Processor time of our backend so far; nothing for a database within this process."""
        from bench import meter

        if self.connection.vendor != "postgresql":
            return 0.0
        self.connection.ensure_connection()
        return meter.exact(self.connection.connection.info.backend_pid)


def pages(site: Site, path: str, cookie: str, times: int) -> Answer:
    """CPU seconds of one request, the mean of so many; the status that any of them had, were it but one."""
    status, body = site.get(path, cookie)
    gc.collect()
    database, process = site.backend(), time.process_time()
    for _time in range(times):
        said, _body = site.get(path, cookie)
        status = status if said == status else said
    process = time.process_time() - process
    database = site.backend() - database
    return {"cpu": (process + database) / times, "db": database / times, "status": status, "bytes": len(body)}


def statements(site: Site, path: str, cookie: str) -> Answer:
    """What is asked of the database for one page, once everything that is kept per process is warm."""
    from django.test.utils import CaptureQueriesContext

    site.get(path, cookie)
    with CaptureQueriesContext(site.connection) as seen:
        status, _body = site.get(path, cookie)
    return {"count": len(seen), "status": status, "sql": [query["sql"][:400] for query in seen.captured_queries]}


def body(site: Site, path: str, cookie: str) -> Answer:
    status, text = site.get(path, cookie)
    return {"status": status, "text": text.decode()}


def call(site: Site, name: str, facts: Answer) -> Answer:
    """CPU seconds of one sweep; what it wrote is rolled back, so that the next one finds the same rows."""
    from bench import sweeping

    prepared, work = sweeping.job(site.kind, name, facts)
    gc.collect()
    with prepared:
        database, process = site.backend(), time.process_time()
        rows = work()
        process = time.process_time() - process
        database = site.backend() - database
        written = sweeping.written(name)
    return {"cpu": process + database, "db": database, "rows": rows, "written": written}


def kept(site: Site, applications: list[int]) -> Answer:
    """How many of these are sent, have a receipt, and have a file whose bytes are those that were hashed."""
    from applications.models import Application
    from records.documents import sha256_of
    from records.models import Receipt

    receipts = set(
        Receipt.objects.filter(subject_label="applications.application").values_list("subject_pk", flat=True)
    )
    found = 0
    for row in Application.objects.filter(pk__in=applications, state="SUBMITTED").select_related("plan__signed"):
        with row.plan.signed.file.open("rb") as file:
            found += str(row.pk) in receipts and sha256_of(file) == row.plan.signed.sha256
    return {"kept": found}


def sabotage(site: Site, table: str, end: bool = False) -> Answer:
    """From now on each new row of the table is refused by the database, until the end."""
    name, server = f"bench_{table}", site.connection.vendor == "postgresql"
    if end:
        statements = [f"DROP TRIGGER {name} ON {table}" if server else f"DROP TRIGGER {name}"]
    elif server:
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        statements = [
            f"{function} $$ BEGIN RAISE EXCEPTION 'refused by the bench'; END $$",
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    else:
        statements = [f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END"]
    with site.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return {}


DOES: dict[str, Callable[..., Answer]] = {
    "pages": pages,
    "statements": statements,
    "body": body,
    "call": call,
    "kept": kept,
    "sabotage": sabotage,
}


def main() -> None:
    site = Site(sys.argv[1])
    # What libraries print is not an answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = DOES[question.pop("do")](site, **question)
        except Exception as error:
            import traceback

            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
