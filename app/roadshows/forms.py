"""Forms of roadshows."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DecimalField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import BaseForm, MoneyField, prose_field, text_field, url_field, whole_number_field
from app.core.forms import options as options
from app.core.moments import MomentField
from app.events.rhythm import Every, everies, weekdays, weeks
from app.roadshows import labels
from app.roadshows.models import Attendance, EventMode
from app.taxonomy.fields import RegionField, codes_field


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


class SeriesForm(BaseForm):
    name = text_field(
        _l("Name of the series"), required=True, help=_l("For example “Monthly roadshow of the high-tech zone”.")
    )
    name_en = text_field(_l("Name in English"))
    every = SelectField(_l("How often"), [Optional()], coerce=lambda value: Every(value) if value else None)
    week = SelectField(
        _l("Which one of the month"), [Optional()], coerce=_number, description=_l("For every month or quarter.")
    )
    weekday = SelectField(_l("Weekday"), [Optional()], coerce=_number)
    cadence = text_field(
        _l("In words"), longest=300, help=_l("When it follows no rhythm, such as “whenever ten projects wait”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", _l("No fixed rhythm"))
        self.every.choices = options([none, *everies().items()])
        self.week.choices = options([("", _l("Please choose")), *weeks().items()])
        self.weekday.choices = options([("", _l("Please choose")), *weekdays().items()])


class RoadshowForm(BaseForm):
    title = text_field(_l("Title"), required=True)
    title_en = text_field(_l("Title in English"))
    series_id = SelectField(_l("Series"), [Optional()])
    summary = prose_field(
        _l("What it is about"), longest=5000, help=_l("Whom it brings together, and what happens on the day.")
    )
    eligibility = prose_field(_l("Who can apply"), longest=2000, rows=4)
    sectors = codes_field(_l("Themes"), "sector", most=8)
    rounds = codes_field(_l("Rounds wanted"), "round")

    mode = RadioField(_l("Form"), choices=options(labels.MODES.items()), default=EventMode.ON_SITE)
    venue = text_field(_l("Venue"), longest=300)
    online_url = url_field(
        _l("Address of the live room"), help=_l("Shown only to those on the line-up and those who registered.")
    )
    replay_url = url_field(_l("Address of the recording"), help=_l("Shown to everybody after the roadshow was held."))
    region_code = RegionField(_l("Region"))
    starts_at = MomentField(_l("Begins"))
    ends_at = MomentField(_l("Ends"))
    apply_from = MomentField(_l("Applications from"))
    apply_until = MomentField(_l("Applications until"))

    capacity = whole_number_field(_l("Projects on the line-up"), least=1, most=500, required=True)
    reviews_wanted = whole_number_field(_l("Reviews per application"), least=1, most=20, required=True)
    seats = whole_number_field(_l("Seats for investors"), least=0, most=100_000, required=True)
    organisation_seats = whole_number_field(_l("Seats per organisation"), least=1, most=1000, required=True)
    is_blind = BooleanField(
        _l("Blind reviews"),
        description=_l("Reviewers read neither names nor contacts, team, deck and cap table."),
    )
    moves_up = BooleanField(
        _l("The waiting list moves up by itself"),
        description=_l("When a project withdraws late, the first on the waiting list takes its place."),
        default=True,
    )

    def offer_series(self, series: Sequence[Any]) -> None:
        none = ("", _l("Not part of a series"))
        self.series_id.choices = options([none, *((row.id, row.label) for row in series)])


class ConsentForm(BaseForm):
    project_id = RadioField(_l("Project"), validators=[InputRequired(_l("Choose a project."))])
    consent = BooleanField(
        _l("The organiser and the reviewers may read this whole project, with its deck, cap table and contacts."),
        description=_l("Only for this roadshow, and only as long as the application is not withdrawn."),
    )


class PitchForm(BaseForm):
    wants = prose_field(
        _l("What do you want from this roadshow?"),
        longest=2000,
        help=_l("Whom do you want to meet, and what should they take away?"),
    )
    presenter = text_field(_l("Who presents"), help=_l("Name and position."))
    attendance = RadioField(
        _l("How you take part"), choices=options(labels.ATTENDANCE.items()), default=Attendance.ON_SITE
    )


class SendForm(BaseForm):
    """The last step has nothing but its button."""


class FeedbackForm(BaseForm):
    feedback = prose_field(_l("Feedback to the applicant"), longest=6000, required=True)
    shows_points = BooleanField(_l("Show the mean of each criterion with it"))


class ReviewerForm(BaseForm):
    membership_id = SelectField(_l("Reviewer"), [InputRequired()])


class CapacityForm(BaseForm):
    capacity = whole_number_field(_l("Reviews at most"), least=0, most=1000, help=_l("Empty means no limit."))


class AssignForm(BaseForm):
    application_id = SelectField(_l("Application"), [InputRequired()])
    reviewer_id = SelectField(_l("Reviewer"), [InputRequired()])


class ReviewForm(BaseForm):
    """The rubric's criteria are added for the roadshow at hand; see `review_form`."""

    comment = prose_field(_l("Comment"), longest=3000, help=_l("For the organiser. The applicant does not see it."))
    remark = prose_field(
        _l("Advice to the applicant"),
        longest=2000,
        help=_l("The organiser can release it with the feedback. Your name is not shown."),
    )


POINTS = [(5, _l("5 – excellent")), (4, _l("4 – good")), (3, _l("3 – fair")), (2, _l("2 – weak")), (1, _l("1 – poor"))]


def review_form(criteria: Sequence[Any], **kwargs: Any) -> ReviewForm:
    """A review form with one choice of points a criterion."""
    fields = {
        f"score_{criterion.id}": RadioField(
            criterion.label,
            choices=options(POINTS),
            coerce=int,
            validators=[InputRequired(_l("Give 1 to 5 points for every criterion."))],
            description=criterion.hint,
        )
        for criterion in criteria
    }
    form: ReviewForm = type("RubricForm", (ReviewForm,), fields)(**kwargs)
    return form


class TakeOffForm(BaseForm):
    """Late: who leaves the line-up, why, and who pitches instead."""

    successor_id = SelectField(_l("Who pitches instead"), [Optional()])
    reason = prose_field(_l("Reason"), longest=1000, rows=2, help=_l("The applicant reads it."))


class FillForm(BaseForm):
    by = SelectField(
        _l("Best by"),
        default="mean",
        choices=options([("mean", _l("Weighted mean")), ("normalised", _l("Normalised score"))]),
    )
    least = DecimalField(_l("Scored at least"), [InputRequired(), NumberRange(1, 5)], places=1, default=3.5)


class RegistrationForm(BaseForm):
    people = whole_number_field(_l("How many people come"), least=1, most=1000, required=True)
    attendance = RadioField(
        _l("How you take part"), choices=options(labels.ATTENDANCE.items()), default=Attendance.ON_SITE
    )


class InviteForm(BaseForm):
    fund_id = SelectField(_l("Fund"), [InputRequired()])
    project_ids = SelectMultipleField(_l("Projects it should see"))
    message = prose_field(_l("Message"), longest=2000, rows=4)


class AnswerForm(BaseForm):
    """Yes or no to an invitation or a wish for contact; a no needs its reason."""

    reason = prose_field(_l("Reason"), longest=1000, rows=2)
    people = whole_number_field(_l("How many people come"), least=1, most=1000)


class InterestForm(BaseForm):
    fund_id = SelectField(_l("Fund"), [InputRequired()])
    level = SelectField(_l("Interest"), [InputRequired()], choices=options(labels.INTEREST_LEVELS.items()))
    amount = MoneyField(_l("Possible amount"))
    message = prose_field(_l("Message"), longest=2000, rows=3)
