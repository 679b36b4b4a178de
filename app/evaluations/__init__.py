"""Evaluation of carriers: schemes as data, runs that are frozen when published, and what follows from a result."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Guards of appeals' documents, and the words of the pages."""
    from app.evaluations import labels, policies
    from app.files import access
    from app.files.models import FileKind

    access.register(FileKind.ATTACHMENT, policies.can_read_document)
    app.jinja_env.globals["evaluation_words"] = labels
    app.jinja_env.filters["points"] = labels.points
