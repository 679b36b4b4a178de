"""What several pages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, render_template

from app.core.errors import Invalid
from app.events.models import Event
from app.events.queries import numbers
from app.events.services.setup import MOVES, is_forward
from app.extensions import db


@contextmanager
def flashed_errors() -> Iterator[None]:
    """For buttons without a form of their own: a refusal is shown on the page they lead back to."""
    try:
        yield
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")


def manage_page(template: str, event: Event, **values: Any) -> str:
    """A page of the organiser's workspace, with its header and tabs."""
    moves = [(state, is_forward(event.state, state)) for state in MOVES[event.state]]
    return render_template(f"events/manage/{template}.html", event=event, numbers=numbers(event), moves=moves, **values)
