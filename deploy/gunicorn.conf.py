"""The web server: two processes of four threads, on loopback unless HOST says otherwise."""

import os

bind = [f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"]
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A worker that does not report for this long hangs as a whole; a slow upload in one thread is no hanging.
timeout = 60
graceful_timeout = int(os.environ.get("GRACEFUL_TIMEOUT", "6"))
keepalive = 5
backlog = 512

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
access_log_format = '%(t)s %(m)s "%(U)s" %(s)s %(b)s %(M)sms'
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
proc_name = "teachersync"
