"""Forms of a mentor."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, FieldList, Form, FormField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.phones import PhoneField
from app.core.forms import BaseForm, prose_field, text_field, whole_number_field
from app.core.profiles import visibility_form
from app.core.text import clean
from app.files.forms import upload_field
from app.files.models import FileKind
from app.mentors.fields import FIELDS
from app.mentors.labels import EVIDENCE_KINDS, RELATION_LABELS, TEXT_KIND_LABELS
from app.mentors.models import EvidenceKind, FilingState, TextKind
from app.mentors.register import CONSENTS
from app.mentors.services import LARGEST_CAPACITY
from app.taxonomy.fields import RegionField, codes_field

MOST_TEXTS = 20


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


class TextForm(Form):
    """One text that shows the expertise; a blank one is left out when the form is saved."""

    kind = SelectField(
        _l("What it is"),
        choices=lambda: [(kind.value, label) for kind, label in TEXT_KIND_LABELS.items()],
        default=TextKind.EXPERIENCE.value,
    )
    title = text_field(_l("Title"), help=_l("For example the company, the position and the years."))
    text = prose_field(_l("What was done and what came of it"), longest=3000, rows=4)


class MentorForm(BaseForm):
    name = text_field(_l("Mentor’s name"), required=True)
    headline = text_field(_l("One-line description"), longest=120, help=_l("Whom you help with what, in one sentence."))
    employer = text_field(_l("Employer"))
    position = text_field(_l("Position"))
    region_code = RegionField(_l("Region"))

    expertise = codes_field(_l("Expertise"), "expertise", most=8)
    sectors = codes_field(_l("Sectors"), "sector", most=8)
    stages = codes_field(_l("Stages"), "stage", help=_l("How far the projects are that you like to coach."))
    languages = codes_field(_l("Working languages"), "language")

    bio = prose_field(_l("Biography"), longest=3000)
    texts = FieldList(FormField(TextForm), _l("Experience and cases"), min_entries=1, max_entries=MOST_TEXTS)

    capacity = whole_number_field(
        _l("Most mentees at a time"), most=LARGEST_CAPACITY, required=True, help=_l("Between 0 and 50.")
    )

    contact_phone = PhoneField(_l("Phone"))
    contact_email = EmailField(_l("Email"), [Length(max=254)], filters=[_clean])
    contact_wechat = text_field(_l("WeChat"), longest=40)
    ranked = BooleanField(
        _l("Let the matching recommend this mentor"),
        default=True,
        description=_l("When off, nobody gets this mentor recommended and the mentor gets no recommendations."),
    )

    def change_texts(self, buttons: Any) -> None:
        """Do what the buttons inside the form ask: one block more, or one less."""
        if "_add_text" in buttons and len(self.texts) < MOST_TEXTS:
            self.texts.append_entry()
        if "_remove_text" in buttons:
            self.texts.entries = [entry for entry in self.texts.entries if entry.name != buttons["_remove_text"]]


class ConflictForm(BaseForm):
    name = text_field(
        _l("Company or project"), required=True, help=_l("The full name, as the company or project writes it.")
    )
    relation = RadioField(
        _l("Your interest"),
        [InputRequired()],
        choices=lambda: [(kind.value, label) for kind, label in RELATION_LABELS.items()],
    )
    note = prose_field(_l("Note"), longest=500, rows=2)


VisibilityForm = visibility_form(FIELDS)


class ChangeForm(BaseForm):
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose a day."))])
    capacity = whole_number_field(_l("Most mentees at a time"), most=LARGEST_CAPACITY, required=True)


class PauseForm(BaseForm):
    until = DateField(
        _l("Take new mentees again on"), [Optional()], description=_l("Empty: when you end the pause yourself.")
    )


class FilingForm(BaseForm):
    statement = prose_field(
        _l("Statement"),
        longest=3000,
        rows=8,
        help=_l("What you offer to founders, how much time you give, and what in your experience qualifies you."),
    )
    file = upload_field(_l("Add a file"), FileKind.ATTACHMENT)
    file_kind = SelectField(
        _l("What the file shows"),
        choices=lambda: [(kind.value, label) for kind, label in EVIDENCE_KINDS.items()],
        default=EvidenceKind.RECORD.value,
    )
    consent_truth = BooleanField(_l("What I state is true, and I may show the files that I add"))
    consent_register = BooleanField(
        _l("My name, employer, expertise, filing number and its dates may stand in the public register"),
        description=_l("As long as you are filed. The files and this statement are read by the authority alone."),
    )

    def consents(self) -> list[str]:
        return [purpose for purpose in CONSENTS if self[f"consent_{purpose}"].data]


class DecisionForm(BaseForm):
    verdict = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose a decision."))],
        choices=lambda: [
            (FilingState.APPROVED.value, _l("Approve: the mentor stands in the register")),
            (FilingState.RETURNED.value, _l("Return for changes: the mentor corrects and sends it again")),
            (FilingState.REJECTED.value, _l("Reject: the application ends here")),
        ],
    )
    reason = prose_field(_l("Reason"), longest=1000, rows=3, help=_l("The mentor reads it. Needed unless you approve."))
    until = DateField(_l("Valid until"), [Optional()], description=_l("Counts when you approve."))


class EnterForm(BaseForm):
    reason = prose_field(_l("Document"), longest=1000, rows=2, help=_l("Which decision files the mentor, and when."))
    until = DateField(_l("Valid until"), [Optional()])


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2, help=_l("The mentor reads it."))
