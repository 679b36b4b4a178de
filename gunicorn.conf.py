"""How the pages are served: two processes of eight threads, shared memory, a quiet garbage collector."""

import contextlib
import ctypes
import gc
import os
import sys

# Pages neither compute with arrays nor open pictures, and the model lives in the job runner. openpyxl and huey would
# load these where they find them: 25 MB of every worker.
UNUSED = ("numpy", "PIL", "rich", *(() if os.environ.get("REDIS_URL") else ("redis",)))
sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]
# Nor do they run commands or migrations.
os.environ["PAGES_ONLY"] = "1"

# Eight threads would each keep freed memory to themselves, of which the interpreter lets one run at a time anyway.
# Other C libraries than glibc have no such call.
M_ARENA_MAX = -8
with contextlib.suppress(OSError, AttributeError):
    ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 1)

wsgi_app = "wsgi:app"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True
# A slow client or a long upload must not take a worker down with the other requests it serves.
timeout = 120
graceful_timeout = 30
keepalive = 15
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = os.environ.get("ACCESS_LOG") or None
# The deepest directory a browser may name, the longest header line: far above what pages use.
limit_request_line = 8190


def when_ready(server):
    """What every worker needs is loaded before there are any, so that they share it and their first visitor need not
    wait for it: the dictionaries of the search, and what a page in each language is drawn with."""
    from app.core.search import load_dictionaries

    load_dictionaries()
    _draw_first_pages(server)
    server.log.info("ready on %s", bind)


def _draw_first_pages(server):
    from app.core.i18n import LOCALES
    from app.extensions import db

    app = server.app.wsgi()
    address = app.config.get("BASE_URL")
    if not address:
        return  # the bare page of the bench
    for locale in LOCALES:
        answer = app.test_client().get("/", base_url=address, headers={"Accept-Language": locale})
        if answer.status_code != 200:
            server.log.warning("the first page answers %s", answer.status_code)
    with app.app_context():
        db.engine.dispose()


def pre_fork(_server, _worker):
    """What is loaded by now lives as long as the workers: the collector need not walk it, nor unshare its memory."""
    gc.collect()
    gc.freeze()


def post_fork(server, _worker):
    """Most of the slowest hundredth of list pages was the collector; higher thresholds move it between requests."""
    app = server.app.wsgi()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose(close=False)  # the parent's connections are not this process's
    gc.set_threshold(50_000, 50, 50)
