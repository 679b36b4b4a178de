"""`make races`: concurrency trials with real server processes on SQLite and on PostgreSQL.

Prints `name database trials contenders excess unexplained control` a line. `excess` is what succeeded beyond the
allowed number with the guards on; `unexplained` counts answers that were neither success nor a clear refusal, and
places that nobody got;
`control` is the excess of the same trials with the guards off, which must be above 0.
Names of races or of a database as arguments run only those: `python -m tests.races.run voucher_balance sqlite`.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests import servers

DATABASES = ("sqlite", "postgresql")
TRIALS = int(os.environ.get("RACES_TRIALS", "5"))
CONTROL_TRIALS = 4
CLEAR = {302, 303, 409, 422}
ROOT = Path(__file__).resolve().parents[2]


def main(wanted: list[str]) -> int:
    failed = False
    databases = [name for name in DATABASES if name in wanted] or DATABASES
    names = [name for name in wanted if name not in DATABASES]
    for database in databases:
        results = {guarded: _scenes(database, names, guarded=guarded) for guarded in (True, False)}
        for name, (contenders, excess, unexplained) in results[True].items():
            control = results[False][name][1]
            failed |= excess > 0 or unexplained > 0 or control == 0
            print(name, database, TRIALS, contenders, excess, unexplained, control, flush=True)
    return 1 if failed else 0


def _scenes(database: str, wanted: list[str], *, guarded: bool) -> dict[str, tuple[int, int, int]]:
    """Scene → (contenders, excess, unexplained) on one server; all of them when none is wanted."""
    found = {}
    with _environment(database, guarded=guarded) as environment, _server(environment) as port:
        director = _Director(environment)
        for name in wanted or director.names():
            contenders = excess = unexplained = 0
            for _ in range(TRIALS if guarded else CONTROL_TRIALS):
                rush = director.prepare(name)
                answers = _rush(port, rush["requests"])
                contenders = len(rush["requests"])
                succeeded = director.count()
                excess += max(0, succeeded - rush["allowed"])
                unexplained += max(0, rush["allowed"] - succeeded)
                unexplained += sum(answer not in CLEAR for answer in answers)
            found[name] = (contenders, excess, unexplained)
        director.stop()
    return found


class _Director:
    """A process of its own that prepares trials and counts their results, in the same mode as the server."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.races.director"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _ask(self, message: str) -> object:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(message + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def names(self) -> list[str]:
        return self._ask("names")  # type: ignore[return-value]

    def prepare(self, name: str) -> dict:
        return self._ask(f"prepare {name}")  # type: ignore[return-value]

    def count(self) -> int:
        return self._ask("count")  # type: ignore[return-value]

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)


@contextmanager
def _environment(database: str, *, guarded: bool) -> Iterator[dict[str, str]]:
    """A folder and a database of its own, with the tables made."""
    folder = tempfile.mkdtemp(prefix="fuqiao-race-")
    environment = {
        **os.environ,
        "INSTANCE_PATH": folder,
        "SECRET_KEY": "races",
        "RACES_UNGUARDED": "" if guarded else "1",
    }
    try:
        if database == "sqlite":
            environment["DATABASE_URL"] = f"sqlite:///{folder}/race.db"
            yield environment
        else:
            with servers.postgres(commits=True) as url:
                environment["DATABASE_URL"] = url
                yield environment
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    subprocess.run([sys.executable, "-m", "tests.races.director", "create"], cwd=ROOT, env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--log-level", "critical"]
    log = (Path(environment["INSTANCE_PATH"]) / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, "tests.races.server:app"],
        cwd=ROOT,
        env={**environment, "BIND": f"127.0.0.1:{port}"},
        stdout=log,
        stderr=log,
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _rush(port: int, requests: list) -> list[int]:
    """Send all requests at once, each on a connection of its own, opened before the signal."""
    barrier = threading.Barrier(len(requests))
    answers = [0] * len(requests)

    def send(position: int) -> None:
        cookie, path, form = requests[position]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        barrier.wait()
        connection.request("POST", path, urlencode(form), headers)
        answers[position] = connection.getresponse().status
        connection.close()

    threads = [threading.Thread(target=send, args=(position,)) for position in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _wait(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
