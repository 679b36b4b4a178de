"""Forms of 1:1 meetings."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import format_date, format_time
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.core.forms import BaseForm, CheckListField, prose_field, text_field, url_field, whole_number_field
from app.core.moments import city_zone
from app.events.core import Attendance
from app.roadshows.forms import options
from app.roadshows.labels import ATTENDANCE
from app.roadshows.meetings import labels


class AskForm(BaseForm):
    project_id = RadioField(_l("Project"), validators=[InputRequired(_l("Choose a project."))])
    fund_id = SelectField(_l("Fund"), [InputRequired()])
    reason = prose_field(
        _l("Why you want to meet"),
        longest=1000,
        rows=4,
        required=True,
        help=_l("The fund reads it before it answers. Say what you want to talk about."),
    )


class ReasonForm(BaseForm):
    reason = prose_field(_l("Reason"), longest=1000, rows=2)


class AvailabilityForm(BaseForm):
    attendance = RadioField(_l("How you take part"), choices=options(ATTENDANCE.items()), default=Attendance.ON_SITE)
    free = CheckListField(_l("When you can meet"), choices=[])

    def offer(self, slots: Sequence[Any]) -> None:
        """The slots, a group a day."""
        days: dict[str, list[tuple[str, str]]] = {}
        for slot in slots:
            label = f"{format_time(slot.starts_at, 'short')} – {format_time(slot.ends_at, 'short')}"
            days.setdefault(format_date(slot.starts_at, "full"), []).append((str(slot.id), label))
        self.free.choices = days


class QuotaForm(BaseForm):
    quota = whole_number_field(
        _l("Requests that may wait"),
        least=1,
        most=100,
        required=True,
        help=_l("How many unanswered requests a project or a fund may have at a time."),
    )


class TablesForm(BaseForm):
    count = whole_number_field(_l("How many tables"), least=1, most=100, required=True)


class RoomForm(BaseForm):
    name = text_field(_l("Name"), required=True)
    url = url_field(_l("Address of the room"), help=_l("Only those who meet there get it."))


class SlotsForm(BaseForm):
    day = DateField(_l("Date"), [InputRequired()])
    begins = TimeField(_l("Begins"), [InputRequired()])
    ends = TimeField(_l("Ends"), [InputRequired()])
    minutes = whole_number_field(_l("Length in minutes"), least=5, most=240, required=True)
    pause = whole_number_field(_l("Pause after each, in minutes"), least=0, most=120)
    break_from = TimeField(_l("Break from"), [Optional()])
    break_until = TimeField(_l("Break until"), [Optional()])

    def validate_day(self, field: Any) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Choose a date and time."))

    def validate_break_from(self, _field: Any) -> None:
        """Either of the two is looked at only when it is filled in."""
        if self.break_from.data is None or self.break_until.data is None:
            raise ValidationError(_l("A break has a beginning and an end."))

    validate_break_until = validate_break_from

    def moment(self, time: dt.time) -> dt.datetime:
        """A time of the chosen day, as the city's people write it."""
        assert self.day.data
        return dt.datetime.combine(self.day.data, time, city_zone()).astimezone(dt.UTC)

    @property
    def rest(self) -> tuple[dt.datetime, dt.datetime] | None:
        if not self.break_from.data or not self.break_until.data:
            return None
        return self.moment(self.break_from.data), self.moment(self.break_until.data)


class PersonForm(BaseForm):
    account_id = SelectField(_l("Who comes"), [InputRequired()])


class NoteForm(BaseForm):
    text = prose_field(_l("Note"), longest=5000, rows=4, required=True)
    is_shared = BooleanField(_l("Share it with the other side"), description=_l("Otherwise you alone read it."))


class ActionForm(BaseForm):
    text = text_field(_l("What is to be done"), required=True, longest=300)
    side = RadioField(_l("Who does it"), [InputRequired()])
    due_on = DateField(_l("To be done by"), [Optional()])

    def validate_due_on(self, field: Any) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Choose a date."))


class OutcomeForm(BaseForm):
    held = RadioField(_l("Did you meet?"), [InputRequired()], choices=options(labels.HELD.items()))
    follow_up = RadioField(
        _l("Do you want to go on?"),
        [Optional()],
        choices=options(labels.FOLLOW_UPS.items()),
        description=_l("Shown to the other side once both have answered."),
    )
