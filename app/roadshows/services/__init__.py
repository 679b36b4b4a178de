"""Writing roadshows; what higher slices call is named here."""

from app.roadshows.services.invitations import invite_fund

__all__ = ["invite_fund"]
