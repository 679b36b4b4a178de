"""Shape and syntax of what people type about themselves and their organisations."""

import re
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts import consents
from app.accounts.emails import EmailField
from app.accounts.passwords import LONGEST, SHORTEST
from app.core.forms import CONSTRAINT_MESSAGES, BaseForm, prose_field, text_field
from app.core.i18n import LOCALES
from app.core.text import clean

CONSTRAINT_MESSAGES.update(
    {
        "uq_account_email": ("email", _l("This address already has an account.")),
        "uq_organisation_name": ("organisation_name", _l("An organisation of this name is registered.")),
        "uq_organisation_credit_code": ("credit_code", _l("Another organisation is registered with this code.")),
        "uq_membership_account_id_organisation_id_role": ("", _l("This membership exists already.")),
    }
)
NEW_PASSWORD_HELP = _l(
    "At least %(count)s characters. Three or four random words are easy to keep in mind.", count=SHORTEST
)


def password_field(label: Any, *, new: bool = False) -> Any:
    attributes = {"autocomplete": "new-password" if new else "current-password", "maxlength": LONGEST}
    return PasswordField(
        label,
        [InputRequired(), Length(max=LONGEST)],
        description=NEW_PASSWORD_HELP if new else "",
        render_kw=attributes,
    )


def person_field(label: Any) -> Any:
    return text_field(label, required=True, longest=60, render_kw={"autocomplete": "name", "maxlength": 60})


def code_field(label: Any, help: Any = "") -> Any:
    attributes = {"autocomplete": "one-time-code", "maxlength": 20, "autocapitalize": "none", "spellcheck": "false"}
    return text_field(label, required=True, longest=20, help=help, render_kw=attributes)


class SignInForm(BaseForm):
    email = EmailField(_l("Mail address"), autocomplete="username")
    password = password_field(_l("Password"))


class CodeForm(BaseForm):
    code = code_field(_l("Code"))


class RegionCodeField(StringField):
    """The code of a region. The slice that knows them lies above this one; its picker offers only real ones."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = next((clean(value) for value in reversed(valuelist) if value.strip()), "")
        if self.data and not re.fullmatch(r"\d{6}", self.data, re.ASCII):
            raise ValidationError(str(_l("This region is not known. Choose one from the list.")))


def seat_field() -> Any:
    """Where an organisation sits; most of a city's are in the city."""
    return RegionCodeField(_l("Region"), default=lambda: current_app.config["REGION"])


class RoleForm(BaseForm):
    """What somebody comes with in a role: a new organisation, or the authority whose register they join."""

    organisation_name = text_field(_l("Name of the organisation"), longest=120)
    authority = SelectField(_l("Register of mentors"), validate_choice=True)

    def ask_for(self, *, organisation_label: Any, authorities: list[tuple[str, str]] | None) -> None:
        """`authorities` for a mentor, None for the others."""
        if authorities is None:
            del self.authority
            self.organisation_name.label.text = organisation_label
            self.organisation_name.flags.required = True
            return
        del self.organisation_name
        first = [] if len(authorities) == 1 else [("", str(_l("Please choose")))]
        self.authority.choices = [SelectChoice(*choice) for choice in [*first, *authorities]]
        self.authority.flags.required = True

    @property
    def chosen_organisation(self) -> str:
        return self.organisation_name.data if "organisation_name" in self else ""

    @property
    def chosen_authority(self) -> str:
        return self.authority.data if "authority" in self else ""


def _consent_field(code: str) -> BooleanField:
    purpose = consents.BY_CODE[code]
    needed = [InputRequired(_l("Agree to this to go on."))] if purpose.required else []
    return BooleanField(purpose.label, needed, description=purpose.help)


class AddRoleForm(RoleForm):
    """Somebody who has an account brings an organisation at once; a newcomer says where it sits at the last step."""

    region_code = seat_field()

    def ask_for(self, *, organisation_label: Any, authorities: list[tuple[str, str]] | None) -> None:
        super().ask_for(organisation_label=organisation_label, authorities=authorities)
        if authorities is not None:
            del self.region_code

    @property
    def chosen_region(self) -> str:
        return (self.region_code.data or "") if "region_code" in self else ""


class SignUpForm(RoleForm):
    name = person_field(_l("Your name"))
    email = EmailField(_l("Mail address"), description=_l("We send a link to it, so that nobody else can use it."))
    terms = _consent_field("terms")
    privacy = _consent_field("privacy")
    newsletter = _consent_field("newsletter")

    @property
    def agreed(self) -> list[str]:
        return [purpose.code for purpose in consents.PURPOSES if self[purpose.code].data]


class FinishSignUpForm(BaseForm):
    organisation_name = text_field(_l("Name of the organisation"), longest=120)
    region_code = seat_field()
    password = password_field(_l("Choose a password"), new=True)


class AddressForm(BaseForm):
    email = EmailField(_l("Mail address"))


class NewPasswordForm(BaseForm):
    password = password_field(_l("New password"), new=True)


class ChangePasswordForm(BaseForm):
    current = password_field(_l("Current password"))
    new = password_field(_l("New password"), new=True)


class PasswordForm(BaseForm):
    """Asks again before a step that a borrowed computer must not make."""

    password = password_field(_l("Your password"))


class ChangeAddressForm(BaseForm):
    email = EmailField(_l("New mail address"))
    password = password_field(_l("Your password"))


class SettingsForm(BaseForm):
    name = person_field(_l("Your name"))
    phone = text_field(
        _l("Telephone"),
        longest=40,
        help=_l("Shown only to people you agreed to work with."),
        render_kw={"type": "tel", "autocomplete": "tel", "maxlength": 40},
    )
    locale = RadioField(
        _l("Language"), choices=[SelectChoice(*item) for item in LOCALES.items()], validators=[InputRequired()]
    )


class AcceptInvitationForm(BaseForm):
    """For somebody without an account."""

    name = person_field(_l("Your name"))
    password = password_field(_l("Choose a password"), new=True)
    terms = _consent_field("terms")
    privacy = _consent_field("privacy")


class OrganisationForm(BaseForm):
    organisation_name = text_field(_l("Organisation name"), required=True, longest=120)
    name_en = text_field(_l("Name in English"), longest=120)
    credit_code = text_field(
        _l("Unified social credit code"),
        longest=40,
        help=_l("18 digits and letters, as on the business licence."),
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    region_code = RegionCodeField(_l("Region"))
    website = text_field(_l("Website"), longest=300, render_kw={"inputmode": "url", "autocapitalize": "none"})
    about = prose_field(_l("About the organisation"), longest=2000, rows=5)


class InvitationForm(BaseForm):
    email = EmailField(_l("Mail address"), autocomplete="off")
    role = RadioField(_l("Role"), validators=[InputRequired()])
    is_manager = BooleanField(
        _l("May manage the organisation"),
        description=_l("Edits its page, invites and removes members."),
    )
