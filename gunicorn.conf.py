"""How the pages are served: two processes of eight threads, shared memory, a quiet garbage collector."""

import gc
import os

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
    server.log.info("ready on %s", bind)


def post_fork(_server, _worker):
    """What the parent loaded lives as long as the worker: keep the collector from walking it on every pass.

    Most of the slowest hundredth of list pages was the collector; higher thresholds move it between requests.
    """
    from app.extensions import db
    from wsgi import app

    with app.app_context():
        db.engine.dispose(close=False)  # connections of the parent are not this process's to use
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
