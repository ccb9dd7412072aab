"""Is the portal alive, and is it ready? For whoever watches it: a front server, a container engine, an operator.

`/healthz` answers as long as this process can answer at all. `/readyz` asks each part the portal leans on, side by
side, and says which one is not well. Neither tells a stranger more than the kind of trouble: the words of the error
go to the log.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from celery import shared_task
from celery.signals import worker_ready
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from records import documents
from teachersync.celery import app

HEARTBEAT = "worker-heartbeat"
BEATS_EVERY = 30  # seconds, in schedule.py
DEAD_AFTER = 120  # seconds without a beat
PATIENCE = 2  # seconds for each probe

logger = logging.getLogger(__name__)


class Unwell(Exception):
    """A part is not well; the text is fit for strangers."""


@shared_task(name="teachersync.beat_heart", ignore_result=True)
def beat_heart() -> None:
    """Stamps the time. That it runs shows beat, broker, worker and database at work together.

    Real time, never the demo's: what is dead stays dead however far the demo has jumped.
    """
    cache.set(HEARTBEAT, time.time(), timeout=24 * 3600)


@worker_ready.connect(dispatch_uid="teachersync.health.first_beat")
def first_beat(**_: object) -> None:
    """A worker that has just come up need not wait for beat's next turn to be known alive."""
    beat_heart.delay()


def database() -> None:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def broker() -> None:
    """The broker takes a connection. (Without it tasks wait in the database; nothing is lost, but nothing is sent.)"""
    with app.connection_for_write(connect_timeout=PATIENCE) as line:
        line.ensure_connection(max_retries=0, timeout=PATIENCE)


def storage() -> None:
    """A file can be written, read back and removed where the documents lie: on the disk, or in the object storage."""
    documents.probe()


def worker() -> None:
    """A worker ran the heartbeat not long ago."""
    last = cache.get(HEARTBEAT)
    if last is None:
        raise Unwell("no heartbeat yet")
    age = time.time() - last
    if age > DEAD_AFTER:
        raise Unwell(f"no heartbeat for {age // 60:.0f} min")


PROBES: dict[str, Callable[[], None]] = {"database": database, "broker": broker, "storage": storage, "worker": worker}
# A probe that hangs (a dead disk, a black hole in the network) keeps its thread; the next call finds it still at it
# and says so, instead of starting another thread each time.
_running: dict[str, "Future[None]"] = {}
_lock = threading.Lock()
_last: dict[str, str] = {}


def _probe(check: Callable[[], None], answer: "Future[None]") -> None:
    try:
        check()
    except Exception as error:
        answer.set_exception(error)
    else:
        answer.set_result(None)
    finally:
        connection.close()  # this thread's own


def _asked(name: str) -> "Future[None]":
    with _lock:
        answer = _running.get(name)
        if answer is None or answer.done():
            answer = _running[name] = Future()
            threading.Thread(target=_probe, args=(PROBES[name], answer), name=f"probe-{name}", daemon=True).start()
        return answer


def state() -> dict[str, str]:
    """What each part answers, "ok" or its trouble. Takes two seconds at most, however many parts hang."""
    limit = time.monotonic() + PATIENCE
    asked = {name: _asked(name) for name in PROBES}
    found = {}
    for name, answer in asked.items():
        try:
            answer.result(timeout=max(0.0, limit - time.monotonic()))
            found[name] = "ok"
        except TimeoutError:
            found[name] = f"no answer within {PATIENCE} s"
        except Unwell as trouble:
            found[name] = str(trouble)
        except Exception as error:
            logger.info("%s is not well: %s", name, error)
            found[name] = f"not available ({type(error).__name__})"
    return found


def _tell_change(parts: dict[str, str]) -> None:
    unwell = ", ".join(f"{name}: {answer}" for name, answer in parts.items() if answer != "ok")
    if unwell != _last.get("unwell", ""):
        _last["unwell"] = unwell
        logger.warning("not ready: %s", unwell) if unwell else logger.info("ready again")


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process is alive. Asks nobody else, so that a database that is down does not get the web restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, else 503; {"ready": bool, "parts": {part: "ok" or the trouble}}."""
    parts = state()
    ready = all(answer == "ok" for answer in parts.values())
    response = JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
    # Whoever asks each second would fill the log with one and the same line; the change is what counts.
    _tell_change(parts)
    setattr(response, "_has_been_logged", True)  # noqa: B010 (Django's own mark, which its types do not know)
    return response
