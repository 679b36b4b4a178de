"""Migrations build exactly what the models say, and can be taken back, on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask, current_app
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from app.core.sealing import unseal
from app.extensions import db
from tests import isolation

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    url = make_url(request.getfixturevalue("postgres_url"))
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE empty"))
    yield url.set(database="empty").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE empty WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def migrate(empty_database, tmp_path) -> Iterator[Callable[..., None]]:
    """`flask db …` in this process: starting Python for each step takes longer than the step."""
    app = isolation.build_app(empty_database, tmp_path)

    def run(step: Callable[..., None], **options: str) -> None:
        with app.app_context():
            step(**options)

    yield run
    with app.app_context():
        db.engine.dispose()


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def test_upgrade_matches_the_models_and_downgrade_leaves_nothing(empty_database, migrate):
    migrate(flask_migrate.upgrade)
    migrate(flask_migrate.check)
    migrate(flask_migrate.downgrade, revision="base")
    assert tables(empty_database) == set()
    migrate(flask_migrate.upgrade)
    assert "project" in tables(empty_database)


def test_secrets_of_second_factors_are_sealed_on_the_way_and_opened_on_the_way_back(empty_database, migrate):
    migrate(flask_migrate.upgrade, revision="0001")
    engine = create_engine(empty_database)
    moments = "'2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00'"
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, email, name, locale, password_hash, totp_secret, totp_last_step, created_at, "
                f"updated_at) VALUES ('{'0' * 32}', 'a@example.cn', 'A', 'zh', '-', 'JBSWY3DP', 0, {moments})"
            )
        )

        # What refers to a table stays when that is written anew.
        made = f"'2026-01-01 00:00:00+00:00', '{'1' * 32}'"
        connection.execute(
            text(
                "INSERT INTO sign_in (id, account_id, user_agent, address, last_used_at, created_at, token_hash) "
                f"VALUES ('{'2' * 32}', '{'0' * 32}', '', '', '2026-01-01 00:00:00+00:00', {made})"
            )
        )

    def stored() -> str:
        with engine.connect() as connection:
            return connection.execute(text("SELECT totp_secret FROM account")).scalar_one()

    migrate(flask_migrate.upgrade, revision="0002")
    assert "JBSWY3DP" not in stored()
    with Flask(__name__).app_context():
        current_app.config["SECRET_KEY"] = "test"
        assert unseal(stored()) == "JBSWY3DP"
    migrate(flask_migrate.downgrade, revision="0001")
    assert stored() == "JBSWY3DP"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in")).scalar_one() == 1
    engine.dispose()


def test_there_is_one_linear_history():
    heads = [path.name for path in (ROOT / "migrations" / "versions").glob("*.py")]
    numbers = sorted(name.split("_")[0] for name in heads)
    assert numbers == [f"{number:04d}" for number in range(1, len(heads) + 1)]
