"""The web server: two processes of four threads, on loopback unless HOST says otherwise."""

import os
import re
import threading
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers import gthread

bind = [f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"]
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A worker that does not report for this long hangs as a whole; a slow upload in one thread is no hanging.
timeout = 60
graceful_timeout = int(os.environ.get("GRACEFUL_TIMEOUT", "6"))
keepalive = 5
backlog = 512

# Browsers open connections that they may need later. By itself a thread waits five seconds for the first word on each,
# and eight of them shut the portal; after a tenth of a second it is the main loop's matter, which waits for free.
_wait = gthread.TConn.wait_for_data


def _wait_shortly(connection: Any, timeout: float) -> Any:
    return _wait(connection, min(timeout, 0.1))


gthread.TConn.wait_for_data = _wait_shortly

# A connection is closed with good manners: the other side has two seconds to close as well. Not at the cost of the one
# loop that takes in everybody else, though, for a dead line never answers.
_close = gthread.TConn.close


def _close_aside(connection: Any, graceful: bool = False) -> None:
    if graceful:
        threading.Thread(target=_close, args=(connection, True), daemon=True).start()
    else:
        _close(connection)


gthread.TConn.close = _close_aside

# A request line holds a filter and a search word, not a novel; heads beyond this are not a browser's.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# The scheme is taken from the proxy by the settings; no header changes who the peer is.
forwarded_allow_ips = ""

# Heartbeat files belong into memory: on a slow disk they would make a healthy worker look dead.
MEMORY = "/dev/shm"  # noqa: S108 (gunicorn makes private files in it)
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None
control_socket_disable = True

# Paths without the query: what people search for does not belong into a log.
accesslog = os.environ.get("ACCESS_LOG") or None
# Nor do the keys of signed links and secret addresses.
_KEY = re.compile(r"^(/.*/(?:key|welcome|link|invitation|feed)/).+")


class WithoutKeys(Logger):  # type: ignore[misc]  # the server comes without types
    def atoms(self, *arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(*arguments)
        found["U"] = _KEY.sub(r"\1...", found["U"] or "")
        return found


logger_class = WithoutKeys
access_log_format = '%(t)s %(m)s "%(U)s" %(s)s %(b)s %(M)sms'
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
proc_name = "teachersync"
