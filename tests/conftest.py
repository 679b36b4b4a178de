"""One application a database, a transaction a test, and a client that forgets what was not committed."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from xdist.scheduler import LoadScopeScheduling

from app.extensions import db
from tests import isolation, servers

# What their tests share takes long to make, so one process runs the whole file; a file with many tests is begun early.
# When every page is looked at, both processes do that.
TOGETHER = {
    "tests/trust/test_canaries.py",
    "tests/trust/test_hostile_input.py",
    "tests/trust/test_transitions.py",
    *([] if os.environ.get("EVERYWHERE") else ["tests/browser/test_pages.py"]),
}


class Scheduling(LoadScopeScheduling):
    """Test by test, but for the files above. (pytest-xdist's own groups do nothing with pytest 9.)"""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again is a fifth of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with an empty schema, on each database in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    else:
        url = f"sqlite:///{folder / 'test.db'}"
    app = isolation.build_app(url, folder)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


@pytest.fixture
def app(database_app: Flask) -> Iterator[Flask]:
    """The application inside a transaction that is rolled back after the test."""
    with isolation.rolled_back(database_app):
        yield database_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def statements(app: Flask) -> Any:
    """Count the SQL statements inside a `with` block (savepoints are the tests' own)."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if "SAVEPOINT" not in statement:
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
