"""The whole product for a browser: pages and job runner as `make run` starts them, on a free port, in an own folder.

The sample city is made once and copied for every server; what one writes, no other sees.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.demo.seeding import SAMPLE

ROOT = Path(__file__).resolve().parents[2]
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
# The city's dates stand around the moment of its making; its next roadshow begins in one to two hours.
STAYS_FRESH = 40 * 60
# What would lead away from the embedded installation.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "MAIL_SERVER", "TRUSTED_HOSTS", "SECRET_KEY", "BASE_URL")


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    folder: Path

    def ready(self) -> "Site":
        """Wait until it answers; starting several and waiting afterwards saves the sum of their starts."""
        port, deadline = urlsplit(self.url).port, time.monotonic() + 180
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return self
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{(self.folder / 'server.log').read_text()[-3000:]}")

    def row(self, statement: str, *values: str) -> tuple:
        """One row of its database, for what a test must know and no page says."""
        with contextlib.closing(sqlite3.connect(self.folder / "fuqiao.db", timeout=15)) as connection:
            found = connection.execute(statement, values).fetchone()
        assert found is not None, (statement, values)
        return found

    def execute(self, statement: str, *values: str) -> None:
        """A change that no page makes."""
        with contextlib.closing(sqlite3.connect(self.folder / "fuqiao.db", timeout=15)) as connection:
            connection.execute(statement, values)
            connection.commit()

    def errors(self) -> str:
        """The last error that its server or job runner wrote down."""
        _before, mark, last = (self.folder / "server.log").read_text(errors="replace").rpartition("Traceback")
        return f"\nserver: {mark}{last[:4000]}" if mark else ""

    def flask(self, *arguments: str) -> None:
        """A command of the product in this installation."""
        _run(self.folder, *arguments)


def template(kind: str) -> Path:
    """A folder to copy: `empty` (migrated, nobody there) or `city` (the sample city with its matches)."""
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    base = Path(tempfile.gettempdir()) / f"fuqiao-browser-{os.getuid()}-{checkout}"
    base.mkdir(mode=0o700, exist_ok=True)
    assert base.stat().st_uid == os.getuid()
    with (base / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = base / "made"
        if not made.exists() or made.stat().st_mtime < max(time.time() - STAYS_FRESH, _newest_source()):
            _make(base)
            made.touch()
    return base / kind


def _newest_source() -> float:
    sources = (path for part in ("app", "matching", "migrations") for path in (ROOT / part).rglob("*"))
    return max(path.stat().st_mtime for path in sources if path.suffix in {".py", ".csv", ".json", ".tsv", ".txt"})


def _make(base: Path) -> None:
    for kind in ("empty", "city"):
        shutil.rmtree(base / kind, ignore_errors=True)
    _run(base / "empty", "db", "upgrade")
    _run(base / "empty", "taxonomy", "load")
    shutil.copytree(base / "empty", base / "city")
    _run(base / "city", "demo", "prepare")
    with contextlib.closing(sqlite3.connect(base / "city" / "fuqiao.db")) as connection:
        # Only the sample sign-ins have a password; here everybody can play a part.
        connection.execute(
            "UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE email = ?)"
            " WHERE length(password_hash) < 20",
            (SAMPLE["investor"],),
        )
        connection.commit()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "INSTANCE_PATH": str(folder), "TEMPLATE_CACHE": str(ROOT / "instance" / "cache")}


def _run(folder: Path, *arguments: str) -> None:
    done = subprocess.run([*FLASK, *arguments], cwd=ROOT, env=_environment(folder), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(arguments)}:\n{done.stderr[-3000:]}")


@contextlib.contextmanager
def serving(kind: str) -> Iterator[Site]:
    """A copy of the template, served until the block ends; `ready` waits for it."""
    with tempfile.TemporaryDirectory(prefix="fuqiao-site-") as name:
        folder = Path(name) / "instance"
        shutil.copytree(template(kind), folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        site = Site(f"http://127.0.0.1:{port}", folder)
        environment = {**_environment(folder), "BIND": f"127.0.0.1:{port}", "BASE_URL": site.url}
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--log-level", "warning"]
        with (folder / "server.log").open("wb") as output, contextlib.ExitStack() as stack:
            for command in (gunicorn, [*FLASK, "worker"]):
                process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
                stack.callback(_stop, process)
            yield site


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    template("city")  # made beside other work, before tests wait for it
