"""Forms of the matching."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from app.core.forms import BaseForm, text_field, whole_number_field
from app.recommendations.labels import BANDS, NOT_RELEVANT, RULES
from app.recommendations.models import NotRelevant, Rule


class FeedbackForm(BaseForm):
    reason = RadioField(
        _l("Why not relevant"), choices=[SelectChoice(key.value, NOT_RELEVANT[key]) for key in NotRelevant]
    )


class RunForm(BaseForm):
    mentors_min = whole_number_field(_l("Mentors a project, at least"), most=5, required=True)
    mentors_max = whole_number_field(_l("Mentors a project, at most"), most=5, required=True)
    funds_min = whole_number_field(_l("Funds a project, at least"), most=20, required=True)
    funds_max = whole_number_field(_l("Funds a project, at most"), most=20, required=True)
    per_mentor = whole_number_field(
        _l("Projects a mentor, at most"), least=1, most=50, required=True, help=_l("Never more than their free places.")
    )
    per_fund = whole_number_field(
        _l("Projects a fund, at most"),
        least=1,
        most=100,
        required=True,
        help=_l("So that a few names do not take all."),
    )
    weakest = SelectField(
        _l("Weakest match allowed"), choices=[SelectChoice(key, BANDS[key]) for key in ("possible", "good", "strong")]
    )


class RuleForm(BaseForm):
    project_id = SelectField(_l("Project"))
    candidate_id = SelectField(_l("Mentor or fund"))
    rule = RadioField(
        _l("Rule"), choices=[SelectChoice(rule.value, RULES[rule]) for rule in Rule], default=Rule.PIN.value
    )
    why = text_field(_l("Why"), longest=200, help=_l("Other organisers of your organisation read it."))
