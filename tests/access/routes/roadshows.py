"""Roadshows: their public pages, applications, reviews, line-ups and registrations."""

from tests.access.audiences import ENTREPRENEURS, EVERYBODY, INVESTORS, MANAGED, NOBODY, ORGANISERS, SIGNED_IN

SEEN = dict.fromkeys(("roadshow", "roadshow_open", "roadshow_closed", "roadshow_carrier"), EVERYBODY)
SEEN |= {"roadshow_draft": "organiser province: ok; visitor: 404; *: 404"}
FOR_INVESTORS = {"roadshow": INVESTORS, "roadshow_open": INVESTORS, "roadshow_draft": "organiser province: 403; *: 404"}
APPLICANT = {"application": "owner teammate: ok; *: 404", "application_draft": "owner teammate: ok; *: 404"}
APPLICANT |= {"application_stranger": "stranger: ok; *: 404", "application_selected": "owner teammate: ok; *: 404"}
REVIEW = {"review": "reviewer: ok; *: 404", "review_conflict": NOBODY, "review_free": "conflicted: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "roadshows.abstain": REVIEW,
    "roadshows.accept_invitation": {"fund_invitation": "investor: ok; *: 404"},
    "roadshows.add_reviewer": MANAGED,
    "roadshows.add_to_lineup": MANAGED,
    "roadshows.answers": {
        "-": "administrator agency mentor other_mentor reviewer conflicted left ended: 403; " + SIGNED_IN,
    },
    "roadshows.application": {
        "application": "organiser: ok; *: 404",
        "application_stranger": "organiser: ok; *: 404",
        "application_selected": "organiser: ok; *: 404",
        "application_draft": NOBODY,
        "application roadshow_carrier": NOBODY,
    },
    "roadshows.application_status": APPLICANT,
    "roadshows.applications": MANAGED,
    "roadshows.applications_mine": {"-": ENTREPRENEURS},
    "roadshows.apply": {
        "roadshow_open": ENTREPRENEURS,
        "roadshow": ENTREPRENEURS,
        "roadshow_draft": "organiser province: 403; *: 404",
    },
    "roadshows.assign": MANAGED,
    "roadshows.calendar_file": SEEN,
    "roadshows.cancel_own_registration": {"roadshow": "investor: ok; *: 404", "roadshow_open": NOBODY},
    "roadshows.cancel_registration": {"registration": "organiser: ok; *: 404", "registration roadshow_carrier": NOBODY},
    "roadshows.change_place": {"place": "organiser: ok; *: 404", "place roadshow_carrier": "carrier: ok; *: 404"},
    "roadshows.check": APPLICANT,
    "roadshows.clear_interest": {"interest": "investor: ok; *: 404"},
    "roadshows.create": {"-": ORGANISERS},
    "roadshows.create_series": {"-": ORGANISERS},
    "roadshows.declare_conflict": REVIEW,
    "roadshows.decline_invitation": {"fund_invitation": "investor: ok; *: 404"},
    "roadshows.edit": MANAGED | {"roadshow_closed": "organiser: 403; *: 404"},
    "roadshows.edit_series": {"series": "organiser: ok; *: 404"},
    "roadshows.enter_projects": MANAGED,
    "roadshows.feed": {"-": EVERYBODY},
    "roadshows.fill_lineup": MANAGED,
    "roadshows.index": {"-": EVERYBODY},
    "roadshows.interests": FOR_INVESTORS,
    "roadshows.invitations": MANAGED,
    "roadshows.lineup": MANAGED,
    "roadshows.join_lineup": MANAGED,
    "roadshows.manage": MANAGED,
    "roadshows.managed": {"-": "organiser other_organiser carrier reviewer conflicted: ok; *: 403"},
    "roadshows.mark_interest": {f"{thing} project": expectations for thing, expectations in FOR_INVESTORS.items()},
    "roadshows.move": MANAGED,
    "roadshows.move_up_lineup": {"place": "organiser: ok; *: 404", "place roadshow_carrier": "carrier: ok; *: 404"},
    "roadshows.my_reviews": {"-": "reviewer conflicted organiser other_organiser: ok; *: 403"},
    "roadshows.pitch": APPLICANT,
    "roadshows.poster": SEEN,
    "roadshows.register": FOR_INVESTORS,
    "roadshows.registrations": MANAGED,
    "roadshows.release_all_feedback": MANAGED,
    "roadshows.reorder_lineup": MANAGED,
    "roadshows.set_reviewer_capacity": {
        "review": "organiser: ok; *: 404",
        "review roadshow_carrier": "carrier: ok; *: 404",
    },
    "roadshows.take_off_lineup": {"place": "organiser: ok; *: 404", "place roadshow_carrier": "carrier: ok; *: 404"},
    "roadshows.remove_reviewer": {"review": "organiser: ok; *: 404", "review roadshow_carrier": "carrier: ok; *: 404"},
    "roadshows.restore_application": APPLICANT,
    "roadshows.review": REVIEW,
    "roadshows.reviewers": MANAGED,
    "roadshows.rubric": MANAGED,
    "roadshows.series_list": {"-": ORGANISERS},
    "roadshows.show": SEEN,
    "roadshows.unassign": {"review": "organiser: ok; *: 404", "review roadshow_carrier": "carrier: ok; *: 404"},
    "roadshows.withdraw_application": APPLICANT,
    "roadshows.withdraw_invitation": {
        "fund_invitation": "organiser: ok; *: 404",
        "fund_invitation roadshow_carrier": NOBODY,
    },
}
