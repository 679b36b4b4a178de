"""Writing recommendations; what other slices call is named here."""

from app.recommendations.services.ranking import refresh

__all__ = ["refresh"]
