"""Reading figures, returns and targets. Slices above take `figure`, `figures`, `by_zone`, `by_carrier`, `trend(s)`."""

from app.indicators.queries.figures import (
    Figure,
    Scope,
    by_carrier,
    by_zone,
    figure,
    figures,
    trend,
    trends,
)
from app.indicators.queries.opened import rows_behind

__all__ = ["Figure", "Scope", "by_carrier", "by_zone", "figure", "figures", "rows_behind", "trend", "trends"]
