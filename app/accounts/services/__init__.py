"""Writes about people and the organisations they act for. Other slices import from here, not from the parts."""

from app.accounts.services.entrance import authenticate, finish_sign_up, sign_up
from app.accounts.services.organisations import (
    accept_invitation,
    add_membership,
    appoint,
    create_organisation,
    edit_organisation,
    end_membership,
    invite,
    withdraw_invitation,
)
from app.accounts.services.people import (
    change_email,
    change_password,
    create_account,
    edit_settings,
    give_consent,
    refusal,
    request_email_change,
    request_reset,
    reset_password,
    set_password,
    withdraw_consent,
)
from app.accounts.services.privacy import close_account, on_erasure, on_export, personal_data
from app.accounts.services.roles import join_role
from app.accounts.services.second_factor import (
    forget_second_factor,
    renew_recovery_codes,
    reseal_second_factors,
    reset_second_factor,
    turn_off_second_factor,
    turn_on_second_factor,
    use_second_factor,
)

__all__ = [
    "accept_invitation",
    "add_membership",
    "appoint",
    "authenticate",
    "change_email",
    "change_password",
    "close_account",
    "create_account",
    "create_organisation",
    "edit_organisation",
    "edit_settings",
    "end_membership",
    "finish_sign_up",
    "forget_second_factor",
    "give_consent",
    "invite",
    "join_role",
    "on_erasure",
    "on_export",
    "personal_data",
    "refusal",
    "renew_recovery_codes",
    "request_email_change",
    "request_reset",
    "reseal_second_factors",
    "reset_password",
    "reset_second_factor",
    "set_password",
    "sign_up",
    "turn_off_second_factor",
    "turn_on_second_factor",
    "use_second_factor",
    "withdraw_consent",
    "withdraw_invitation",
]
