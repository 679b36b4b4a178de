"""What the platform knows by itself: one function an indicator. Each selects the rows that are counted, so that every
figure opens down to what it is made of; the figure is the sum of their amounts."""

from app.indicators.formulas.base import Formula
from app.indicators.formulas.carriers import CARRIERS
from app.indicators.formulas.events import EVENTS
from app.indicators.formulas.funds import FUNDS
from app.indicators.formulas.mentors import MENTORS
from app.indicators.formulas.reported import reported
from app.indicators.formulas.tenants import TENANTS

FORMULAS: dict[str, Formula] = {**CARRIERS, **TENANTS, **MENTORS, **FUNDS, **EVENTS}

__all__ = ["FORMULAS", "reported"]
