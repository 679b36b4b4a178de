"""What the landing page shows of stories."""

from typing import Any

from flask import render_template

from app.core.panels import panel
from app.extensions import db
from app.stories.queries import public

MOST_ON_HOME = 3


@panel("home", order=70)
def newest_stories(_reader: Any, _page: Any) -> str:
    stories = db.session.scalars(public().limit(MOST_ON_HOME)).all()
    return render_template("stories/_home_panel.html", stories=stories) if stories else ""
