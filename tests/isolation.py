"""An application inside a transaction that is rolled back, and a client that forgets what was not committed."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_sqlalchemy.session import _app_ctx_id
from sqlalchemy.orm import scoped_session, sessionmaker

from app import create_app
from app.core import audit, jobs
from app.extensions import db


class Client(FlaskClient):
    """Each request in a context of its own, as on a server; the test's session then sees only what was committed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("buffered", True)  # files that are sent are read and closed
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():  # a redirect that is followed comes by here in the bare context of the first request
            db.session.expire_all()
        return response


def build_app(url: str, folder: Path, **overrides: Any) -> Flask:
    app = create_app(
        {
            "TESTING": True,
            "SQLALCHEMY_DATABASE_URI": url,
            "INSTANCE_PATH": folder,
            "SECRET_KEY": "test",
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            "PROPAGATE_EXCEPTIONS": True,
            **overrides,
        }
    )
    app.test_client_class = Client
    return app


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Everything inside, requests with their commits included, happens in one transaction that ends undone.

    Flask-SQLAlchemy ignores a connection handed to its session, so a plain one takes its place meanwhile.
    """
    with app.app_context():
        connection = db.engine.connect()
        _write_savepoints_plainly(connection.dialect)
        transaction = connection.begin()
        original = db.session
        factory = sessionmaker(bind=connection, join_transaction_mode="create_savepoint")
        db.session = scoped_session(factory, scopefunc=_app_ctx_id)
        audit.listen(factory)
        jobs.listen(factory)
        try:
            yield
        finally:
            db.session.remove()
            db.session = original
            transaction.rollback()
            connection.close()


def _write_savepoints_plainly(dialect: Any) -> None:
    """Every request here has some five of them, and SQLAlchemy compiles each anew."""
    for name, words in {
        "do_savepoint": "SAVEPOINT",
        "do_rollback_to_savepoint": "ROLLBACK TO SAVEPOINT",
        "do_release_savepoint": "RELEASE SAVEPOINT",
    }.items():
        setattr(
            dialect, name, lambda connection, savepoint, words=words: connection.exec_driver_sql(f"{words} {savepoint}")
        )
