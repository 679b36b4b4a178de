"""Writing collections, returns and targets."""

from app.indicators.services import collections, returns, targets

__all__ = ["collections", "returns", "targets"]
