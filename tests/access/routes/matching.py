"""Recommendations."""

from tests.access.audiences import MANAGED, NOBODY, SIGNED_IN

KEEPERS_OF_MODEL = "organiser other_organiser administrator: ok; *: 403"
OWN_PROJECT = {"project": "owner teammate: ok; *: 404", "draft": "owner teammate: ok; *: 404"}
OWN_PROJECT |= {"archived": "owner teammate: ok; *: 404", "strangers_project": "stranger: ok; *: 404"}
OWN_MATCH = {"match_mentor": "owner teammate mentor: ok; *: 404", "match_fund": "owner teammate investor: ok; *: 404"}
OWN_MATCH |= {"match_draft": NOBODY}
PLAN = {"run": "organiser: ok; *: 404", "run_of_all": NOBODY, "nothing": NOBODY}

ROUTES: dict[str, dict[str, str]] = {
    "recommendations.decide": MANAGED,
    "recommendations.dismiss": OWN_MATCH,
    "recommendations.finance": OWN_PROJECT,
    "recommendations.index": {"-": SIGNED_IN},
    "recommendations.invite": PLAN,
    "recommendations.lift": {"rule": "organiser: ok; *: 404", "nothing": NOBODY},
    "recommendations.lineup": {
        "roadshow fund": "investor: ok; *: 404",
        "roadshow_closed fund": "investor: ok; *: 404",
        # A line-up that is not public is ranked for nobody; neither is a draft fund.
        "roadshow_open fund": NOBODY,
        "roadshow_draft fund": NOBODY,
        "roadshow fund_draft": NOBODY,
    },
    "recommendations.measure": {"-": KEEPERS_OF_MODEL},
    "recommendations.of_fund": {"fund": "investor: ok; *: 404", "fund_draft": "investor: ok; *: 404"},
    "recommendations.of_mentor": {
        "mentor_profile": "mentor: ok; *: 404",
        "mentor_draft": "other_mentor: ok; *: 404",
        "mentor_kept": "organiser: ok; *: 404",
    },
    "recommendations.of_project": OWN_PROJECT,
    "recommendations.plan": PLAN,
    "recommendations.progress": PLAN,
    "recommendations.quality": {"-": KEEPERS_OF_MODEL},
    "recommendations.ranked": {
        "roadshow": "investor: ok; other_investor: 404; *: 403",
        "roadshow_open": "investor other_investor: 404; *: 403",
        "roadshow_draft": "organiser province: 403; *: 404",
    },
    "recommendations.refresh": {"-": KEEPERS_OF_MODEL},
    "recommendations.roadshow": MANAGED,
    "recommendations.show": {
        # Both sides, and who runs a roadshow with the project on its line-up.
        "match_mentor": "owner teammate mentor organiser: ok; *: 404",
        "match_fund": "owner teammate investor organiser: ok; *: 404",
        "match_draft": NOBODY,
    },
    "recommendations.start": MANAGED,
    "recommendations.undo": OWN_MATCH,
}
