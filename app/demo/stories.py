"""What the authority of the sample city tells: one of each kind and state."""

import datetime as dt
import json
from pathlib import Path

from app.core.model import utc_now
from app.demo.seeding import City
from app.extensions import db
from app.stories import services

STORIES = Path(__file__).parent / "data" / "stories.json"


def build(city: City) -> None:
    """Those without a day stay drafts; the others appear so many days from now."""
    assert city.organiser is not None
    for values in json.loads(STORIES.read_text(encoding="utf-8")):
        days = values.pop("days")
        moment = None if days is None else utc_now() + dt.timedelta(days=days)
        story = services.create(actor=city.organiser, appears_at=moment, **values)
        if moment is not None:
            services.publish(actor=city.organiser, story=story)
    db.session.commit()
