"""A database with the measured city, and servers on it with the settings of `make run`."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import servers

ROOT = Path(__file__).resolve().parents[1]
Environment = dict[str, str]


@contextmanager
def database(kind: str) -> Iterator[Environment]:
    """The environment of an empty installation, away from the one in `instance/`."""
    folder = tempfile.mkdtemp(prefix="fuqiao-bench-")
    environment = {**os.environ, "INSTANCE_PATH": folder, "SECRET_KEY": "bench", "REDIS_URL": ""}
    try:
        if kind == "sqlite":
            yield {**environment, "DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        else:
            with servers.postgres(commits=True) as url:
                yield {**environment, "DATABASE_URL": url}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ask(module: str, environment: Environment, sent: Any = None) -> Any:
    """What a module of the bench prints as JSON, run in a process of its own."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, input=json.dumps(sent), stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


@contextmanager
def server(environment: Environment, wsgi_app: str) -> Iterator[tuple[int, int]]:
    """Yields (port, process id). The job runner stays out: it would match the whole city while pages are measured."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--log-level", "warning", wsgi_app]
    address = {"BIND": f"127.0.0.1:{port}", "BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(command, cwd=ROOT, env={**environment, **address})
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def _wait(port: int, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def worker_memory(master: int) -> tuple[float, float]:
    """(RSS, PSS) of the largest worker in MB; PSS counts what workers share once, divided among them."""
    found = []
    for worker in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
        found.append((sizes["Rss"], sizes["Pss"]))
    return max(found)
