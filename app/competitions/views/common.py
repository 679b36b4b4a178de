"""What several pages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, render_template

from app.competitions.models import Competition
from app.core.errors import Invalid
from app.extensions import db


@contextmanager
def flashed_errors() -> Iterator[None]:
    """For buttons without a form of their own: a refusal is shown on the page they lead back to."""
    try:
        yield
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")


def manage_page(template: str, competition: Competition, **values: Any) -> str:
    """A page of the organiser's workspace, with its header and tabs."""
    return render_template(f"competitions/manage/{template}.html", competition=competition, **values)
