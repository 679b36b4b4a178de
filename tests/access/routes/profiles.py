"""Projects, mentors and funds."""

from tests.access.audiences import ENTREPRENEURS, EVERYBODY, INVESTORS, NOBODY

PROJECT = {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"}
PROJECT |= {"strangers_project": "stranger: ok; *: 403"}
# What is archived is restored before it is changed.
EDITED_PROJECT = PROJECT | {"archived": "owner teammate: 403; *: 404"}
MOVED_PROJECT = PROJECT | {"archived": "owner teammate: ok; *: 404"}
KEEPERS = {"mentor_profile": "mentor: ok; *: 403", "mentor_draft": "other_mentor: ok; *: 404"}
KEEPERS |= {"mentor_kept": "organiser: ok; *: 404"}
EDITED_MENTOR = KEEPERS | {"mentor_archived": "other_organiser: 403; *: 404"}
MOVED_MENTOR = KEEPERS | {"mentor_archived": "other_organiser: ok; *: 404"}
MANAGERS = {"fund": "investor: ok; *: 403", "fund_draft": "investor: ok; *: 404"}
EDITED_FUND = MANAGERS | {"fund_archived": "investor: 403; *: 404"}
MOVED_FUND = MANAGERS | {"fund_archived": "investor: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "funds.archive": MOVED_FUND,
    "funds.create": {"-": INVESTORS},
    "funds.edit": EDITED_FUND,
    "funds.index": {"-": EVERYBODY},
    "funds.mine": {"-": INVESTORS},
    "funds.portfolio": {
        "fund": EVERYBODY,
        "fund_draft": "investor: ok; visitor: 404; *: 404",
        "fund_archived": "investor: ok; visitor: 404; *: 404",
    },
    "funds.portfolio_add": EDITED_FUND,
    "funds.portfolio_edit": {"fund_investment": "investor: ok; *: 403"},
    "funds.portfolio_put_back": {"fund_investment": "investor: ok; *: 403"},
    "funds.portfolio_remove": {"fund_investment": "investor: ok; *: 403"},
    "funds.publish": MOVED_FUND,
    "funds.restore": MOVED_FUND,
    "funds.show": {
        "fund": EVERYBODY,
        "fund_draft": "investor: ok; visitor: 404; *: 404",
        "fund_archived": "investor: ok; visitor: 404; *: 404",
    },
    "funds.upload": {f"{thing} kind=logo": expectations for thing, expectations in EDITED_FUND.items()},
    "funds.visibility": EDITED_FUND,
    "mentors.archive": MOVED_MENTOR,
    "mentors.claim": {"mentor_waiting": "mentor: ok; *: 404", "mentor_kept": NOBODY, "mentor_profile": NOBODY},
    "mentors.conflicts": EDITED_MENTOR,
    "mentors.create": {"-": "mentor other_mentor organiser other_organiser: ok; *: 403"},
    "mentors.edit": EDITED_MENTOR,
    "mentors.end_conflict": {"mentor_conflict": "mentor: ok; organiser: 403; *: 404"},
    "mentors.index": {"-": EVERYBODY},
    "mentors.mine": {"-": "mentor other_mentor organiser other_organiser: ok; *: 403"},
    "mentors.publish": MOVED_MENTOR,
    "mentors.reopen_conflict": {"mentor_conflict": "mentor: ok; organiser: 403; *: 404"},
    "mentors.restore": MOVED_MENTOR,
    "mentors.show": {
        "mentor_profile": EVERYBODY,
        "mentor_draft": "other_mentor: ok; visitor: 404; *: 404",
        "mentor_kept": "organiser: ok; visitor: 404; *: 404",
        "mentor_archived": "other_organiser: ok; visitor: 404; *: 404",
    },
    "mentors.upload": {f"{thing} kind=logo": expectations for thing, expectations in EDITED_MENTOR.items()},
    "mentors.visibility": EDITED_MENTOR,
    "projects.archive": MOVED_PROJECT,
    "projects.create": {"-": ENTREPRENEURS},
    "projects.edit": EDITED_PROJECT,
    "projects.index": {"-": EVERYBODY},
    "projects.mine": {"-": ENTREPRENEURS},
    "projects.publish": MOVED_PROJECT,
    "projects.restore": MOVED_PROJECT,
    "projects.show": {
        "project": EVERYBODY,
        "draft": "owner teammate: ok; visitor: 404; *: 404",
        "archived": "owner teammate: ok; visitor: 404; *: 404",
        # It stands on a line-up that is public.
        "archived_after": "owner teammate: ok; visitor: 404; *: 404",
        "strangers_project": EVERYBODY,
        "coached": EVERYBODY,
    },
    "projects.upload": {
        f"{thing} kind={kind}": expectations
        for thing, expectations in EDITED_PROJECT.items()
        for kind in ("logo", "deck")
    },
    "projects.visibility": EDITED_PROJECT,
}
