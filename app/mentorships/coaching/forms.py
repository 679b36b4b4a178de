"""Forms of mentorships, sessions, availability and ratings."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from app.core.forms import BaseForm, prose_field, text_field, url_field
from app.core.text import clean
from app.files.forms import upload_field
from app.files.models import FileKind
from app.mentorships.coaching import labels
from app.mentorships.coaching.slots import Span, read_hours, write_hours
from app.roadshows.forms import MomentField, options

OTHER = "other"
LENGTHS = (30, 45, 60, 90, 120, 180)
NOTICES = (
    (0, _l("no notice needed")),
    (4, _l("4 hours")),
    (12, _l("12 hours")),
    (24, _l("1 day")),
    (48, _l("2 days")),
    (168, _l("1 week")),
)


def length_choices() -> list[Any]:
    return options((minutes, _l("%(num)s minutes", num=minutes)) for minutes in LENGTHS)


class GoalForm(BaseForm):
    text = text_field(_l("Goal"), required=True, longest=300)
    due_on = DateField(_l("Due on"), [Optional()])


class ActionForm(BaseForm):
    text = text_field(_l("What is to be done"), required=True, longest=300)
    owner = RadioField(_l("Who does it"), [InputRequired()], choices=lambda: options(labels.SIDES.items()))
    due_on = DateField(_l("Due on"), [Optional()])


class FileForm(BaseForm):
    file = upload_field(_l("File"), FileKind.ATTACHMENT, required=True)


class OtherTimeField(MomentField):
    """A date and time, wanted when none of the free times was taken."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.validators = ()
        self.flags.required = False

    def pre_validate(self, form: Any) -> None:
        if form.chosen is not None:
            self.errors.clear()
            raise StopValidation
        if self.data is None and not any(self.raw_data or ()):
            self.errors.clear()
            raise StopValidation(_l("Choose a free time, or propose another one."))


class TimeForm(BaseForm):
    """One of the free slots, or another time that the other side answers."""

    slot = RadioField(_l("Free times"), [Optional()])
    starts_at = OtherTimeField(_l("When"))
    minutes = SelectField(_l("How long"), choices=length_choices, coerce=int, default=60)

    def offer(self, slots: Sequence[dt.datetime]) -> None:
        """Without slots the only way is to propose."""
        self.offered = {slot.isoformat(): slot for slot in slots}
        self.slot.choices = options([*((slot, "") for slot in self.offered), (OTHER, _l("Another time"))])
        if not slots:
            self.slot.data = OTHER

    @property
    def chosen(self) -> dt.datetime | None:
        """The slot that was chosen, if it was one."""
        return self.offered.get(self.slot.data or "")


class SessionForm(TimeForm):
    topic = text_field(_l("What you want to talk about"), longest=300)
    place = text_field(_l("Venue"), longest=300)
    video_url = url_field(_l("Video link"))


class DetailsForm(BaseForm):
    topic = text_field(_l("What you want to talk about"), longest=300)
    place = text_field(_l("Venue"), longest=300)
    video_url = url_field(_l("Video link"))
    attendee_id = SelectField(_l("Who comes for the project"), [Optional()])


class ReportForm(BaseForm):
    turnout = RadioField(_l("Who came?"), [InputRequired()], choices=lambda: options(labels.TURNOUTS.items()))


class NoteForm(BaseForm):
    text = prose_field(_l("Your note"), longest=10_000, required=True)
    is_shared = RadioField(
        _l("Who reads it"),
        choices=lambda: options([("", _l("Only you")), ("1", _l("Both of you"))]),
        default="",
    )


class CancelForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)


class HoursField(StringField):
    """Hours of a day as people write them; minutes from midnight inside."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else write_hours(self.data or [])

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = []
        try:
            self.data = read_hours(clean(valuelist[0])[:200])
        except ValueError as error:
            raise ValidationError(_l("Write hours such as 9:00–12:00, 14:00–17:30.")) from error


class AvailabilityForm(BaseForm):
    """The hours of the seven weekdays are fields of their own; see `hours`."""

    slot_minutes = SelectField(_l("A session takes"), choices=length_choices, coerce=int, default=60)
    notice_hours = SelectField(
        _l("Booked at least so long before"), choices=lambda: options(NOTICES), coerce=int, default=24
    )
    place = text_field(_l("Your usual place"), longest=300)
    video_url = url_field(_l("Your usual video link"), help=_l("Only the projects that you coach see it."))
    is_honoured = BooleanField(
        _l("Show me on the public honour list"),
        default=True,
        description=_l("How many sessions, hours and mentees a year, and the mean of the ratings."),
    )

    def hours(self) -> dict[int, list[Span]]:
        return {weekday: self[f"day_{weekday}"].data or [] for weekday in range(7)}


for _weekday, _name in enumerate(labels.WEEKDAYS):
    setattr(AvailabilityForm, f"day_{_weekday}", HoursField(_name))


class ExceptionForm(BaseForm):
    is_available = RadioField(
        _l("On these days"),
        choices=lambda: options([("", _l("I am away")), ("1", _l("I have more time"))]),
        default="",
    )
    first_day = DateField(_l("First day"), [InputRequired()])
    last_day = DateField(_l("Last day"), [Optional()], description=_l("Empty for a single day."))
    spans = HoursField(_l("Only at these hours"), description=_l("Empty for the whole day."))


class RatingForm(BaseForm):
    stars = RadioField(
        _l("How was it?"),
        [InputRequired(_l("Give 1 to 5 stars."))],
        choices=lambda: options(labels.STARS),
        coerce=int,
    )
    testimonial = prose_field(_l("In your words"), longest=2000, rows=4)
    is_public = BooleanField(_l("Everybody may read these words"))
