"""What carriers rush for when their evaluation is published."""

from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Role
from app.evaluations.models import Appeal
from app.extensions import db
from tests import factories
from tests.carriers.factories import published as published_carrier
from tests.evaluations.factories import own_scheme, published, result_of, run_of


def one_appeal_a_result() -> Any:
    """Twenty times at once a carrier's staff appeal; one appeal hangs on the result."""
    from tests.races.scenes import Rush, cookie

    staff, organiser = factories.actor(Role.CARRIER_STAFF), factories.actor(Role.ORGANISER)
    carrier = published_carrier(staff)
    result = result_of(published(organiser, run_of(organiser, own_scheme(organiser))), carrier)
    requests = [(cookie(staff), f"/evaluations/results/{result.id}/appeal", {"text": "面积口径有误"})] * 20
    sent = select(func.count()).where(Appeal.result_id == result.id)
    return Rush(requests, 1, lambda: db.session.scalar(sent) or 0)
