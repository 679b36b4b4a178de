"""What the state of an evaluation, of a carrier's standing, or of an appeal does not allow."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.core.model import utc_now
from app.evaluations.models import Appeal, AppealState, Standing, StandingState
from app.extensions import db
from tests.access.world import City

REASON: dict[str, list[str | bytes]] = {"reason": ["材料已核实"]}
TEXT: dict[str, list[str | bytes]] = {"text": ["已整改"]}
LATER = str((utc_now() + dt.timedelta(60)).date())
DAYS: dict[str, list[str | bytes]] = {"appeal_until": [LATER], "rectify_until": [LATER]}


def _as_it_is(_city: City) -> None:
    """The small city has the state already."""


def _stands(*states: StandingState) -> list[Callable[[City], None]]:
    def become(state: StandingState) -> Callable[[City], None]:
        def change(city: City) -> None:
            for standing in db.session.query(Standing).filter_by(result_id=city.things["result_reported"]["result_id"]):
                standing.state = state

        return change

    return [become(state) for state in states]


def _decided(*states: AppealState) -> list[Callable[[City], None]]:
    def become(state: AppealState) -> Callable[[City], None]:
        def change(city: City) -> None:
            appeal: Any = db.session.get_one(Appeal, city.things["appeal"]["appeal_id"])
            appeal.state, appeal.grade, appeal.decided_at = state, "qualified", utc_now()

        return change

    return [become(state) for state in states]


EXCELLENT, QUALIFIED, DELISTED = StandingState.EXCELLENT, StandingState.QUALIFIED, StandingState.DELISTED
OPEN = StandingState.RECTIFICATION
OVER = (AppealState.UPHELD, AppealState.REJECTED, AppealState.WITHDRAWN)
UPHELD = {**REASON, "decision": ["uphold"], "grade": ["excellent"]}
SENT_BACK = {**REASON, "due_on": [LATER]}
REFUSED = [
    ("evaluations.compute_run", "run_published", "organiser", {}, [_as_it_is]),
    ("evaluations.assign_reviewers", "run_published", "organiser", {}, [_as_it_is]),
    ("evaluations.publish_run", "run_published", "organiser", {**DAYS, "seen": ["x"]}, [_as_it_is]),
    ("evaluations.publish_run", "run_draft", "organiser", {**DAYS, "seen": ["x"]}, [_as_it_is]),
    ("evaluations.discard_run", "run_published", "organiser", {}, [_as_it_is]),
    ("evaluations.judge", "result_published", "organiser", {}, [_as_it_is]),
    ("evaluations.edit_scheme", "scheme", "organiser", {"name": ["方案"], "links": ["incubator"]}, [_as_it_is]),
    ("evaluations.discard_scheme", "scheme", "organiser", {}, [_as_it_is]),
    ("evaluations.revise_scheme", "scheme_draft", "organiser", {}, [_as_it_is]),
    ("evaluations.appeal", "result_published", "carrier", {"text": ["再次申诉"]}, [_as_it_is]),
    ("evaluations.report", "result_reported", "carrier", TEXT, [_as_it_is, *_stands(EXCELLENT, QUALIFIED, DELISTED)]),
    ("evaluations.take_back_report", "result_reported", "carrier", {}, _stands(EXCELLENT, QUALIFIED, OPEN, DELISTED)),
    ("evaluations.accept_report", "result_reported", "organiser", {}, _stands(EXCELLENT, QUALIFIED, OPEN, DELISTED)),
    ("evaluations.accept_report", "result_draft", "organiser", {}, [_as_it_is]),
    ("evaluations.send_back_report", "result_reported", "organiser", SENT_BACK, _stands(QUALIFIED, OPEN, DELISTED)),
    ("evaluations.delist", "result_reported", "organiser", REASON, _stands(EXCELLENT, QUALIFIED, OPEN, DELISTED)),
    ("evaluations.delist", "result_published", "organiser", REASON, [_as_it_is]),
    ("evaluations.decide_appeal", "appeal", "organiser", UPHELD, _decided(*OVER)),
    ("evaluations.decide_appeal", "appeal", "organiser", REASON, _decided(*OVER)),
    ("evaluations.withdraw_appeal", "appeal", "carrier", {}, _decided(*OVER)),
    ("evaluations.remove_appeal_document", "appeal_document", "carrier", {}, _decided(*OVER)),
]
