"""Connections to PostgreSQL: they work, they keep what was planned, and what was not committed is gone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    cast,
    create_engine,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.exc import DataError, OperationalError

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


def _prepared(engine: Engine) -> int:
    question = text("SELECT count(*) FROM pg_prepared_statements")
    for _ in range(10):
        with engine.connect() as connection:
            connection.scalar(select(func.length("a")))
    with engine.connect() as connection:
        return connection.scalar(question)


def test_what_pages_ask_again_and_again_is_planned_once(engines):
    ours, bare = engines
    assert _prepared(ours) > 0
    assert _prepared(bare) == 0  # the control


def test_a_search_is_planned_for_its_words(engines):
    ours, _ = engines
    vector = func.to_tsvector("simple", "one two")
    for word in ("one", "two") * 5:
        with ours.connect() as connection:
            assert connection.scalar(select(vector.op("@@")(func.to_tsquery("simple", word))))
    with ours.connect() as connection:
        assert (
            connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%tsquery%'")) == 0
        )


@pytest.mark.parametrize("afterwards", ["nothing", "a question", "a question inside a savepoint", "an error"])
def test_what_was_written_and_not_committed_is_taken_back(engines, afterwards):
    ours, _ = engines
    table = Table("written", MetaData(), Column("number", Integer))
    table.create(ours)
    try:
        with ours.connect() as connection:
            connection.execute(insert(table).values(number=1))
            if afterwards == "a question":
                connection.execute(select(table)).all()
            elif afterwards == "a question inside a savepoint":
                with connection.begin_nested():
                    connection.execute(select(table)).all()
            elif afterwards == "an error":
                with pytest.raises(DataError):
                    connection.scalar(select(1 / cast(literal(0), Integer)))
        with ours.connect() as connection:
            assert connection.execute(select(table)).all() == []
    finally:
        table.drop(ours)


def test_after_an_error_the_connection_answers_again(engines):
    ours, _ = engines
    for _ in range(2):
        with ours.connect() as connection, pytest.raises(DataError):
            connection.scalar(select(1 / cast(literal(0), Integer)))
        with ours.connect() as connection:
            assert connection.scalar(select(literal(1))) == 1
