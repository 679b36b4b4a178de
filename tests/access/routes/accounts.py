"""Accounts: one's own, and those of an organisation."""

from tests.access.audiences import EVERYBODY, NOBODY, SIGNED_IN

HEAD = {"organisation": "owner administrator: ok; teammate: 403; *: 404"}
HEAD |= {"authority": "organiser administrator: ok; mentor other_mentor reviewer conflicted: 403; *: 404"}
# What the organiser's authority imported, until somebody acts for it.
UNCLAIMED = {"unclaimed": "organiser administrator: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "accounts.add_membership": {"-": SIGNED_IN},
    "accounts.appoint": {"member": "owner administrator: ok; teammate: 403; *: 404", "ended_member": NOBODY},
    "accounts.change_address": {"-": SIGNED_IN},
    "accounts.change_password": {"-": SIGNED_IN},
    "accounts.close_account": {"-": SIGNED_IN},
    "accounts.confirm_email": {"address_link": "owner: ok; *: 403", "token=unknown": NOBODY},
    "accounts.download_data": {"-": SIGNED_IN},
    "accounts.edit_organisation": HEAD | {"unclaimed": "administrator: ok; organiser: 403; *: 404"},
    "accounts.end_other_sessions": {"-": SIGNED_IN},
    "accounts.end_session": {"session": "owner: ok; *: 404"},
    "accounts.finish_sign_up": {"sign_up_link": EVERYBODY, "token=unknown": "visitor: 404; *: 404"},
    "accounts.forgot_password": {"-": EVERYBODY},
    "accounts.give_consent": {"purpose=newsletter": SIGNED_IN, "purpose=unknown": "*: 404"},
    "accounts.invitation": {"invitation": "visitor: ok; *: 403", "token=unknown": "visitor: 404; *: 404"},
    "accounts.invite": HEAD | UNCLAIMED,
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
        **UNCLAIMED,
        "authority": "organiser administrator mentor other_mentor reviewer conflicted: ok; *: 404",
    },
    "accounts.sign_in": {"-": EVERYBODY},
    "accounts.sign_in_code": {"-": "*: sign-in"},
    "accounts.sign_out": {"-": SIGNED_IN},
    "accounts.sign_up": {"-": EVERYBODY},
    "accounts.switch_membership": {"-": NOBODY, "member": "teammate: ok; *: 404"},
    "accounts.withdraw_consent": {"purpose=newsletter": SIGNED_IN, "purpose=unknown": "*: 404"},
    "accounts.withdraw_invitation": {
        "invitation": "owner administrator: ok; teammate: 403; *: 404",
        "first_invitation": "organiser administrator: ok; *: 404",
    },
}
