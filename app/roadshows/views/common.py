"""What several pages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, render_template

from app.core.errors import Invalid
from app.extensions import db
from app.roadshows.models import Roadshow
from app.roadshows.queries.events import counts
from app.roadshows.queries.series import coming_dates
from app.roadshows.services.moves import MOVES, is_forward


@contextmanager
def flashed_errors() -> Iterator[None]:
    """For buttons without a form of their own: a refusal is shown on the page they lead back to."""
    try:
        yield
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")


def manage_page(template: str, roadshow: Roadshow, **values: Any) -> str:
    """A page of the organiser's workspace, with its header and tabs."""
    moves = [(state, is_forward(roadshow.state, state)) for state in MOVES[roadshow.state]]
    following = coming_dates(roadshow.series, [roadshow]) if roadshow.series else []
    return render_template(
        f"roadshows/manage/{template}.html",
        roadshow=roadshow,
        counts=counts(roadshow),
        moves=moves,
        following=following,
        **values,
    )
