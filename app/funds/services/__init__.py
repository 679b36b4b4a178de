"""Writing funds: the profile, and the portfolio with dates. Other slices import from here, not from the parts."""

from app.funds.services.portfolio import (
    add_investment,
    edit_investment,
    put_back_investment,
    register_investments,
    remove_investment,
)
from app.funds.services.profile import (
    FACETS,
    archive,
    create,
    draw_capital,
    publish,
    register,
    restore,
    return_capital,
    set_file,
    set_visibility,
    update,
)

__all__ = [
    "FACETS",
    "add_investment",
    "archive",
    "create",
    "draw_capital",
    "edit_investment",
    "publish",
    "put_back_investment",
    "register",
    "register_investments",
    "remove_investment",
    "restore",
    "return_capital",
    "set_file",
    "set_visibility",
    "update",
]
