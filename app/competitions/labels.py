"""The words for competitions."""

from flask_babel import lazy_gettext as _l

from app.competitions.models import CompetitionState

STATES = {
    CompetitionState.DRAFT: _l("Draft"),
    CompetitionState.OPEN: _l("Running"),
    CompetitionState.FINISHED: _l("Results released"),
}
RANKING_RULE = _l(
    "Entries stand by the judges' weighted mean of 1 to 5, to three decimals. Of equal ones the better mean in the"
    " criterion of the greatest weight decides, then in the next one. Whoever is still equal shares the rank, and"
    " everybody who shares the last rank that advances or gets a prize is treated alike."
)
