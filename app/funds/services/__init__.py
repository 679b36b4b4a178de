"""Writing funds: the profile, and the portfolio with dates. Other slices import from here, not from the parts."""

from app.funds.services.portfolio import (
    add_investment,
    edit_investment,
    enter_portfolio,
    leave_portfolio,
    put_back_investment,
    remove_investment,
)
from app.funds.services.profile import (
    FACETS,
    archive,
    contradictions,
    create,
    index,
    publish,
    restore,
    set_file,
    set_visibility,
    update,
)

__all__ = [
    "FACETS",
    "add_investment",
    "archive",
    "contradictions",
    "create",
    "edit_investment",
    "enter_portfolio",
    "index",
    "leave_portfolio",
    "publish",
    "put_back_investment",
    "remove_investment",
    "restore",
    "set_file",
    "set_visibility",
    "update",
]
