"""Pages of the account and the organisation, one module a theme."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.access import actor

bp = Blueprint("accounts", __name__)
_BEFORE_SECOND_FACTOR = {
    "accounts.second_factor",
    "accounts.sign_in",
    "accounts.sign_in_code",
    "accounts.sign_out",
    "accounts.switch_membership",
}


@bp.before_request
def _second_factor_first() -> Response | None:
    """Whoever still owes a second factor may set it up, go on in another membership, or leave."""
    if actor().needs_second_factor and request.endpoint not in _BEFORE_SECOND_FACTOR:
        return redirect(url_for("accounts.second_factor"), 303)
    return None


from app.accounts.views import entrance, joining, organisation, privacy, recovery, security, settings
