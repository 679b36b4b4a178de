"""Pages of 1:1 meetings: asking, being there, the timetable, the meeting itself."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)

from app.roadshows.meetings.views import (
    adjusting,
    asking,
    attending,
    holding,
    meetings,
    setup,
    timetable,
)
