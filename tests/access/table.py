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
KEEPERS = {"mentor_profile": "mentor: ok; *: 403", "mentor_draft": "other_mentor: ok; *: 404"}
KEEPERS |= {"mentor_kept": "organiser: ok; *: 404"}
MANAGERS = {"fund": "investor: ok; *: 403", "fund_draft": "investor: ok; *: 404"}

HEAD = {"organisation": "owner administrator: ok; teammate: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "accounts.add_membership": {"-": SIGNED_IN},
    "accounts.appoint": {"member": "owner administrator: ok; teammate: 403; *: 404"},
    "accounts.change_address": {"-": SIGNED_IN},
    "accounts.change_password": {"-": SIGNED_IN},
    "accounts.close_account": {"-": SIGNED_IN},
    "accounts.confirm_email": {"address_link": "owner: ok; *: 403"},
    "accounts.download_data": {"-": SIGNED_IN},
    "accounts.edit_organisation": HEAD,
    "accounts.end_other_sessions": {"-": SIGNED_IN},
    "accounts.end_session": {"session": "owner: ok; *: 404"},
    "accounts.finish_sign_up": {"sign_up_link": EVERYBODY, "token=unknown": "visitor: 404; *: 404"},
    "accounts.forgot_password": {"-": EVERYBODY},
    "accounts.give_consent": {"purpose=newsletter": SIGNED_IN, "purpose=unknown": "*: 404"},
    "accounts.invitation": {"invitation": "visitor: ok; *: 403", "token=unknown": "visitor: 404; *: 404"},
    "accounts.invite": HEAD,
    "accounts.leave": {"member": "teammate: ok; *: 404"},
    "accounts.memberships": {"-": SIGNED_IN},
    "accounts.organisation": {"-": SIGNED_IN},
    "accounts.privacy": {"-": SIGNED_IN},
    "accounts.recovery_codes": {"-": SIGNED_IN},
    "accounts.remove_member": {"member": "owner teammate administrator: ok; *: 404"},
    "accounts.reset_password": {"reset_link": EVERYBODY, "token=unknown": "visitor: 404; *: 404"},
    "accounts.second_factor": {"-": SIGNED_IN},
    "accounts.second_factor_off": {"-": "organiser other_organiser administrator: 403; visitor: sign-in; *: ok"},
    "accounts.security": {"-": SIGNED_IN},
    "accounts.settings": {"-": SIGNED_IN},
    "accounts.show_organisation": {"organisation": "owner teammate administrator: ok; *: 404"},
    "accounts.sign_in": {"-": EVERYBODY},
    "accounts.sign_in_code": {"-": "*: sign-in"},
    "accounts.sign_out": {"-": SIGNED_IN},
    "accounts.sign_up": {"-": EVERYBODY},
    "accounts.switch_membership": {"-": "*: 404"},
    "accounts.withdraw_consent": {"purpose=newsletter": SIGNED_IN, "purpose=unknown": "*: 404"},
    "accounts.withdraw_invitation": {"invitation": "owner administrator: ok; teammate: 403; *: 404"},
    "drafts.autosave": {"key=project:new": SIGNED_IN},
    "drafts.discard": {"key=project:new": SIGNED_IN},
    "funds.archive": MANAGERS,
    "funds.create": {"-": "investor other_investor: ok; *: 403"},
    "funds.edit": MANAGERS,
    "funds.index": {"-": EVERYBODY},
    "funds.mine": {"-": "investor other_investor: ok; *: 403"},
    "funds.portfolio": {"fund": EVERYBODY, "fund_draft": "investor: ok; visitor: 404; *: 404"},
    "funds.portfolio_add": MANAGERS,
    "funds.portfolio_edit": {"fund_investment": "investor: ok; *: 403"},
    "funds.portfolio_put_back": {"fund_investment": "investor: ok; *: 403"},
    "funds.portfolio_remove": {"fund_investment": "investor: ok; *: 403"},
    "funds.publish": MANAGERS,
    "funds.restore": MANAGERS,
    "funds.show": {"fund": EVERYBODY, "fund_draft": "investor: ok; visitor: 404; *: 404"},
    "funds.upload": {f"{thing} kind=logo": expectations for thing, expectations in MANAGERS.items()},
    "funds.visibility": MANAGERS,
    "mentors.archive": KEEPERS,
    "mentors.claim": {"mentor_kept": "*: 404", "mentor_profile": "*: 404"},
    "mentors.conflicts": KEEPERS,
    "mentors.create": {"-": "mentor other_mentor organiser other_organiser: ok; *: 403"},
    "mentors.edit": KEEPERS,
    "mentors.end_conflict": {"mentor_conflict": "mentor: ok; organiser: 403; *: 404"},
    "mentors.index": {"-": EVERYBODY},
    "mentors.mine": {"-": "mentor other_mentor organiser other_organiser: ok; *: 403"},
    "mentors.publish": KEEPERS,
    "mentors.reopen_conflict": {"mentor_conflict": "mentor: ok; organiser: 403; *: 404"},
    "mentors.restore": KEEPERS,
    "mentors.show": {
        "mentor_profile": EVERYBODY,
        "mentor_draft": "other_mentor: ok; visitor: 404; *: 404",
        "mentor_kept": "organiser: ok; visitor: 404; *: 404",
    },
    "mentors.upload": {f"{thing} kind=logo": expectations for thing, expectations in KEEPERS.items()},
    "mentors.visibility": KEEPERS,
    "pages.health": {"-": EVERYBODY},
    "pages.home": {"-": EVERYBODY},
    "pages.job": {"job": "owner: ok; *: 404"},
    "pages.privacy": {"-": EVERYBODY},
    "pages.search": {"-": EVERYBODY},
    "pages.styleguide": {"-": EVERYBODY},
    "pages.terms": {"-": EVERYBODY},
    "pages.today": {"-": SIGNED_IN},
    "projects.archive": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.create": {"-": ENTREPRENEURS},
    "projects.edit": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.index": {"-": EVERYBODY},
    "projects.mine": {"-": ENTREPRENEURS},
    "projects.publish": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.restore": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "projects.show": {"project": EVERYBODY, "draft": "owner teammate: ok; visitor: 404; *: 404"},
    "projects.upload": {
        "project kind=logo": "owner teammate: ok; *: 403",
        "draft kind=deck": "owner teammate: ok; *: 404",
    },
    "projects.visibility": {"project": "owner teammate: ok; *: 403", "draft": "owner teammate: ok; *: 404"},
    "taxonomy.region_picker": {"-": EVERYBODY},
}
