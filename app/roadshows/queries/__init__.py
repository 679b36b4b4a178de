"""Reading roadshows; what higher slices build on is named here."""

from app.roadshows.queries.events import lineup, lineup_places, managed_roadshow, visible_roadshow

__all__ = ["lineup", "lineup_places", "managed_roadshow", "visible_roadshow"]
