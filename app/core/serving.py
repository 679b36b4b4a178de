"""Running the whole product from one command: prepare the database, then pages and jobs side by side."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

import click
from flask import Flask
from huey.consumer import Consumer

from app.core.config import ROOT


def run_worker(app: Flask, *, threads: int) -> None:
    """The job runner; it alone loads the matching model."""
    consumer: Consumer = app.extensions["huey"].create_consumer(
        workers=threads,
        worker_type="thread",
        periodic=True,
        check_worker_health=True,
        initial_delay=0.05,
        max_delay=1.0,
    )
    consumer.run()


def run_all(*, port: int) -> int:
    """Prepare, start, wait. Returns the exit code."""
    if problem := _port_problem(port):
        click.echo(problem, err=True)
        return 1
    environment = {**os.environ, "BIND": f"127.0.0.1:{port}", "BASE_URL": f"http://127.0.0.1:{port}"}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    for step in (["db", "upgrade"], ["taxonomy", "load"], ["demo", "prepare"]):
        code = subprocess.run([*flask, *step], cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
    gunicorn = shutil.which("gunicorn", path=os.path.dirname(sys.executable)) or "gunicorn"
    commands = {
        "pages": [gunicorn, "-c", "gunicorn.conf.py", "--log-level", "warning"],
        "jobs": [*flask, "worker"],
    }
    return _supervise({name: _start(command, environment) for name, command in commands.items()}, port)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches the children once, through us, and each stops in good order.
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def _supervise(processes: dict[str, subprocess.Popen[bytes]], port: int) -> int:
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    code = 0
    if _wait_until_open(port, processes):
        click.echo(f"\n  Fuqiao is ready: http://127.0.0.1:{port}\n  Stop with Ctrl-C.\n")
    while not stopping:
        ended = [name for name, process in processes.items() if process.poll() is not None]
        if ended:
            click.echo(f"{', '.join(ended)} ended unexpectedly; stopping the rest.", err=True)
            code = 1
            break
        time.sleep(0.2)
    _stop_all(processes)
    return code


def _stop_all(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in processes.values():
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 15
    for process in processes.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _port_problem(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1000}"
            return f"Port {port} cannot be used: {error.strerror}."
    return ""


def _wait_until_open(port: int, processes: dict[str, subprocess.Popen[bytes]], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and all(process.poll() is None for process in processes.values()):
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False
