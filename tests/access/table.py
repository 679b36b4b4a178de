"""What each person may do on each route. Read a line as: on this thing, these people come through, the rest get …

    "projects.edit": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"}

People not named fall under `*`; a visitor is sent to the sign-in page unless named or unless `*` is `ok`.
"""

EVERYBODY = "*: ok"
SIGNED_IN = "visitor: sign-in; *: ok"


def expected(expectations: str, person: str) -> str:
    outcomes = {}
    for clause in expectations.split(";"):
        people, _, outcome = clause.rpartition(":")
        for name in people.split():
            outcomes[name] = outcome.strip()
    if person in outcomes:
        return outcomes[person]
    if person == "visitor" and outcomes["*"] != "ok":
        return "sign-in"
    return outcomes["*"]


ENTREPRENEURS = "owner teammate stranger: ok; *: 403"
INVESTORS = "investor other_investor: ok; *: 403"
ORGANISERS = "organiser other_organiser carrier: ok; *: 403"
KEEPERS_OF_MODEL = "organiser other_organiser administrator: ok; *: 403"
STAFF = "organiser other_organiser administrator: ok; *: 403"
ADMINISTRATORS = "administrator: ok; *: 403"
NOBODY = "*: 404"
# On routes that visitors may try too.
GONE = "visitor: 404; *: 404"

OWN_PROJECT = {"project": "owner teammate: ok; *: 404", "draft": "owner teammate: ok; *: 404"}
OWN_PROJECT |= {"archived": "owner teammate: ok; *: 404", "strangers_project": "stranger: ok; *: 404"}
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

HEAD = {"organisation": "owner administrator: ok; teammate: 403; *: 404"}
HEAD |= {"authority": "organiser administrator: ok; mentor other_mentor reviewer conflicted: 403; *: 404"}

# A roadshow is run by one organisation; to others it is a page, or nothing while it is a draft.
MANAGED = dict.fromkeys(("roadshow", "roadshow_open", "roadshow_draft", "roadshow_closed"), "organiser: ok; *: 404")
MANAGED |= {"roadshow_carrier": "carrier: ok; *: 404"}
SEEN = dict.fromkeys(("roadshow", "roadshow_open", "roadshow_closed", "roadshow_carrier"), EVERYBODY)
SEEN |= {"roadshow_draft": "organiser: ok; visitor: 404; *: 404"}
FOR_INVESTORS = {"roadshow": INVESTORS, "roadshow_open": INVESTORS, "roadshow_draft": "organiser: 403; *: 404"}

APPLICANT = {"application": "owner teammate: ok; *: 404", "application_draft": "owner teammate: ok; *: 404"}
APPLICANT |= {"application_stranger": "stranger: ok; *: 404", "application_selected": "owner teammate: ok; *: 404"}
REVIEW = {"review": "reviewer: ok; *: 404", "review_conflict": NOBODY, "review_free": "conflicted: ok; *: 404"}
# Who was asked answers, who asked may know that it is there.
ASKED = {"mentor_request": "mentor: ok; owner teammate: 403; *: 404"}
ASKED |= {"organiser_request": "mentor: ok; organiser: 403; *: 404"}
ASKED |= {"answered_request": "mentor: ok; owner teammate: 403; *: 404"}
OWN_MATCH = {"match_mentor": "owner teammate mentor: ok; *: 404", "match_fund": "owner teammate investor: ok; *: 404"}
OWN_MATCH |= {"match_draft": NOBODY}
PLAN = {"run": "organiser: ok; *: 404", "run_of_all": NOBODY, "nothing": NOBODY}
IMPORT = {"import": "organiser administrator: ok; *: 404", "import_elsewhere": "other_organiser: ok; *: 404"}
IMPORT |= {"nothing": NOBODY}
IMPORT_KIND = {"kind=projects": STAFF, "kind=rounds": STAFF, "kind=unknown": NOBODY}

ROUTES: dict[str, dict[str, str]] = {
    "accounts.add_membership": {"-": SIGNED_IN},
    "accounts.appoint": {"member": "owner administrator: ok; teammate: 403; *: 404", "ended_member": NOBODY},
    "accounts.change_address": {"-": SIGNED_IN},
    "accounts.change_password": {"-": SIGNED_IN},
    "accounts.close_account": {"-": SIGNED_IN},
    "accounts.confirm_email": {"address_link": "owner: ok; *: 403", "token=unknown": NOBODY},
    "accounts.download_data": {"-": SIGNED_IN},
    "accounts.edit_organisation": HEAD,
    "accounts.end_other_sessions": {"-": SIGNED_IN},
    "accounts.end_session": {"session": "owner: ok; *: 404"},
    "accounts.finish_sign_up": {"sign_up_link": EVERYBODY, "token=unknown": "visitor: 404; *: 404"},
    "accounts.forgot_password": {"-": EVERYBODY},
    "accounts.give_consent": {"purpose=newsletter": SIGNED_IN, "purpose=unknown": "*: 404"},
    "accounts.invitation": {"invitation": "visitor: ok; *: 403", "token=unknown": "visitor: 404; *: 404"},
    "accounts.invite": HEAD,
    "accounts.leave": {"member": "teammate: ok; *: 404", "ended_member": NOBODY},
    "accounts.memberships": {"-": SIGNED_IN},
    "accounts.organisation": {"-": SIGNED_IN},
    "accounts.privacy": {"-": SIGNED_IN},
    "accounts.recovery_codes": {"-": SIGNED_IN},
    "accounts.remove_member": {
        "member": "owner teammate administrator: ok; *: 404",
        "reviewer_member": "organiser administrator reviewer: ok; *: 404",
        "ended_member": NOBODY,
    },
    "accounts.reset_password": {"reset_link": EVERYBODY, "token=unknown": "visitor: 404; *: 404"},
    "accounts.second_factor": {"-": SIGNED_IN},
    "accounts.second_factor_off": {"-": "organiser other_organiser administrator: 403; visitor: sign-in; *: ok"},
    "accounts.security": {"-": SIGNED_IN},
    "accounts.settings": {"-": SIGNED_IN},
    "accounts.show_organisation": {
        "organisation": "owner teammate administrator: ok; *: 404",
        "authority": "organiser administrator mentor other_mentor reviewer conflicted: ok; *: 404",
    },
    "accounts.sign_in": {"-": EVERYBODY},
    "accounts.sign_in_code": {"-": "*: sign-in"},
    "accounts.sign_out": {"-": SIGNED_IN},
    "accounts.sign_up": {"-": EVERYBODY},
    "accounts.switch_membership": {"-": "*: 404"},
    "accounts.withdraw_consent": {"purpose=newsletter": SIGNED_IN, "purpose=unknown": "*: 404"},
    "accounts.withdraw_invitation": {"invitation": "owner administrator: ok; teammate: 403; *: 404"},
    "admin.account_reset": {"account": "administrator: ok; *: 404", "nothing": NOBODY},
    "admin.accounts": {"-": ADMINISTRATORS},
    "admin.audit": {"-": ADMINISTRATORS},
    "admin.audit_verify": {"-": ADMINISTRATORS},
    "admin.import_check": IMPORT,
    "admin.import_confirm": IMPORT,
    "admin.import_discard": IMPORT,
    "admin.import_new": IMPORT_KIND,
    "admin.import_show": IMPORT,
    "admin.import_take_back": IMPORT,
    "admin.import_template": IMPORT_KIND,
    "admin.imports": {"-": STAFF},
    "admin.jobs": {"-": ADMINISTRATORS},
    "admin.organisation_new": {"-": ADMINISTRATORS},
    "admin.organisations": {"-": ADMINISTRATORS},
    "admin.sector_remove": {"synonym": ADMINISTRATORS, "nothing": NOBODY},
    "admin.sectors": {"-": ADMINISTRATORS},
    "admin.sign_up_resend": {"sign_up": "administrator: ok; *: 404", "nothing": NOBODY},
    "admin.sign_ups": {"-": ADMINISTRATORS},
    "drafts.autosave": {"key=project:new": SIGNED_IN},
    "drafts.discard": {"key=project:new": SIGNED_IN},
    "files.download": {
        # Its owners, and who runs or reviews a roadshow that it applied to.
        "deck": "owner teammate organiser reviewer: ok; visitor: 404; *: 404",
        "logo": GONE,
        "nothing": GONE,
    },
    "files.image": {"logo": EVERYBODY, "deck": GONE, "nothing": GONE},
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
    "mentors.claim": {"mentor_kept": "*: 404", "mentor_profile": "*: 404"},
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
    "mentorships.accept": ASKED,
    "mentorships.ask": {
        "mentor_profile": ENTREPRENEURS,
        "mentor_draft": "other_mentor: 403; *: 404",
        "mentor_kept": "organiser: 403; *: 404",
        "mentor_archived": "other_organiser: 403; *: 404",
    },
    "mentorships.decline": ASKED,
    "mentorships.end": {"mentorship": "owner teammate mentor: ok; *: 404"},
    "mentorships.inbox": {"-": "administrator agency reviewer conflicted left ended: 403; " + SIGNED_IN},
    "mentorships.index": {"-": "owner teammate stranger mentor other_mentor: ok; *: 403"},
    "mentorships.withdraw": {
        "mentor_request": "owner teammate: ok; mentor: 403; *: 404",
        "organiser_request": "organiser: ok; mentor: 403; *: 404",
        "answered_request": "owner teammate: ok; mentor: 403; *: 404",
    },
    "notifications.dev_mail": {"-": EVERYBODY},
    "notifications.dev_mail_message": {"mail": EVERYBODY, "nothing": GONE},
    "notifications.index": {"-": SIGNED_IN},
    "notifications.open_": {"notification": "owner: ok; *: 404"},
    "notifications.read": {"notification": "owner: ok; *: 404"},
    "notifications.read_all": {"-": SIGNED_IN},
    "notifications.settings": {"-": SIGNED_IN},
    "notifications.unread": {"notification": "owner: ok; *: 404"},
    "notifications.unsubscribe": {"unsubscribe_link": EVERYBODY, "token=unknown": GONE},
    "pages.health": {"-": EVERYBODY},
    "pages.home": {"-": EVERYBODY},
    "pages.job": {"job": "owner: ok; *: 404", "nobodys_job": NOBODY},
    "pages.privacy": {"-": EVERYBODY},
    "pages.search": {"-": EVERYBODY},
    "pages.styleguide": {"-": EVERYBODY},
    "pages.terms": {"-": EVERYBODY},
    "pages.today": {"-": SIGNED_IN},
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
    "recommendations.decide": MANAGED,
    "recommendations.dismiss": OWN_MATCH,
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
        "roadshow_draft": "organiser: 403; *: 404",
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
    "roadshows.abstain": REVIEW,
    "roadshows.accept_interest": {"interest": "owner teammate: ok; *: 404"},
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
        "roadshow_draft": "organiser: 403; *: 404",
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
    "roadshows.decline_interest": {"interest": "owner teammate: ok; *: 404"},
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
    "roadshows.manage": MANAGED,
    "roadshows.managed": {"-": "organiser other_organiser carrier reviewer conflicted: ok; *: 403"},
    "roadshows.mark_interest": {f"{thing} project": expectations for thing, expectations in FOR_INVESTORS.items()},
    "roadshows.move": MANAGED,
    "roadshows.my_reviews": {"-": "reviewer conflicted organiser other_organiser: ok; *: 403"},
    "roadshows.pitch": APPLICANT,
    "roadshows.poster": SEEN,
    "roadshows.register": FOR_INVESTORS,
    "roadshows.registrations": MANAGED,
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
    "taxonomy.region_picker": {"-": EVERYBODY},
}
