"""Connections to PostgreSQL that the pool hands out work, and asking them so costs nothing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from app.core import database


@pytest.fixture
def engines(postgres_url: str) -> Iterator[tuple[Engine, Engine]]:
    """One as the application has it, and a bare one."""
    made = tuple(create_engine(postgres_url, **database.engine_options(postgres_url)) for _ in range(2))
    database.install(made[0])
    yield made
    for engine in made:
        engine.dispose()


def _end_from_outside(ended: Engine, by: Engine) -> int:
    with ended.connect() as connection:
        pid = connection.scalar(select(func.pg_backend_pid()))
    with by.connect() as connection:
        # Waits until the process is gone, so that its farewell has been sent.
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    return pid


def test_a_connection_that_the_server_ended_is_replaced(engines):
    ours, bare = engines
    ended = _end_from_outside(ours, bare)
    with ours.connect() as connection:
        assert connection.scalar(select(func.pg_backend_pid())) != ended
    # The control: without our watch the page fails.
    _end_from_outside(bare, ours)
    with bare.connect() as connection, pytest.raises(OperationalError):
        connection.scalar(select(1))


@pytest.mark.parametrize(("trusted", "asked"), [(30, 0), (0, 1)])
def test_only_a_connection_that_was_idle_for_long_is_asked(engines, monkeypatch, trusted, asked):
    ours, _ = engines
    monkeypatch.setattr(database, "TRUSTED_SECONDS", trusted)
    pings = []
    monkeypatch.setattr(ours.dialect, "do_ping", pings.append)
    for _ in range(2):
        with ours.connect() as connection:
            connection.scalar(select(1))
    # The first time it is new.
    assert len(pings) == asked
