"""Schemes, runs, results, appeals and rectifications."""

from tests.access.audiences import EVERYBODY
from tests.access.routes.common import GONE
from tests.access.routes.indicators import OF_CARRIER, ORGANISERS

SCHEMES = dict.fromkeys(("scheme", "scheme_draft"), "organiser: ok; *: 404")
SHIPPED = {"code=seven_ones": ORGANISERS, "code=nothing": "organiser other_organiser province: 404; *: 403"}
DRAFT_AND_PUBLISHED = ("run_draft", "run_published")
RUNS = dict.fromkeys(DRAFT_AND_PUBLISHED, "organiser province: ok; *: 404")
RUN = dict.fromkeys(DRAFT_AND_PUBLISHED, "organiser: ok; province: 403; *: 404")
# A carrier's staff read their result once it is published.
PUBLISHED = ("result_published", "result_reported")
READ = {"result_draft": "organiser province: ok; *: 404"} | dict.fromkeys(
    PUBLISHED, "carrier organiser province: ok; *: 404"
)
DECIDED = {"result_draft": "organiser: ok; province: 403; *: 404"} | dict.fromkeys(
    PUBLISHED, "organiser: ok; carrier province: 403; *: 404"
)
ANSWERED = {"result_draft": "organiser province: 403; *: 404"} | dict.fromkeys(
    PUBLISHED, "carrier: ok; organiser province: 403; *: 404"
)
APPEALED = "carrier: ok; organiser province: 403; *: 404"

ROUTES: dict[str, dict[str, str]] = {
    "evaluations.accept_report": DECIDED,
    "evaluations.appeal": ANSWERED,
    "evaluations.appeal_documents": {"appeal": APPEALED},
    "evaluations.assign_reviewers": RUN,
    "evaluations.compute_run": RUN,
    "evaluations.copy_template": SHIPPED,
    "evaluations.create_run": {"-": ORGANISERS},
    "evaluations.decide_appeal": {"appeal": "organiser: ok; carrier province: 403; *: 404"},
    "evaluations.delist": DECIDED,
    "evaluations.discard_run": RUN,
    "evaluations.discard_scheme": SCHEMES,
    "evaluations.duplicate_scheme": SCHEMES,
    "evaluations.edit_scheme": SCHEMES,
    "evaluations.judge": DECIDED,
    "evaluations.mine": {"-": "carrier: ok; *: 403"},
    "evaluations.of_carrier": OF_CARRIER,
    "evaluations.publish_run": RUN,
    "evaluations.published": {"run_published": EVERYBODY, "run_draft": GONE},
    "evaluations.published_lists": {"-": EVERYBODY},
    "evaluations.remove_appeal_document": {"appeal_document": APPEALED},
    "evaluations.report": ANSWERED,
    "evaluations.result": READ,
    "evaluations.revise_scheme": SCHEMES,
    "evaluations.run": RUNS,
    "evaluations.runs": {"-": ORGANISERS},
    "evaluations.scheme": SCHEMES,
    "evaluations.schemes": {"-": ORGANISERS},
    "evaluations.send_back_report": DECIDED,
    "evaluations.shipped": SHIPPED,
    "evaluations.simulate": SCHEMES,
    "evaluations.take_back_report": ANSWERED,
    "evaluations.withdraw_appeal": {"appeal": APPEALED},
}
