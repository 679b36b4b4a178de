from app.subsidies.models.grants import GrantState, SeedGrant
from app.subsidies.models.statements import (
    COUNTS,
    OPEN,
    Entitlement,
    Statement,
    StatementInput,
    StatementLine,
    StatementState,
    StatementStep,
)
from app.subsidies.models.years import SubsidyYear

__all__ = [
    "COUNTS",
    "OPEN",
    "Entitlement",
    "GrantState",
    "SeedGrant",
    "Statement",
    "StatementInput",
    "StatementLine",
    "StatementState",
    "StatementStep",
    "SubsidyYear",
]
