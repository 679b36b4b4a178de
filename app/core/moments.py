"""Fields for moments, as the city's people write them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired, Optional, ValidationError


def city_zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"])


class MomentField(DateTimeLocalField):
    """A date and time of the city; UTC inside."""

    data: dt.datetime | None

    def __init__(self, label: Any, *, required: bool = True, **kwargs: Any) -> None:
        presence = InputRequired() if required else Optional()
        super().__init__(label, [presence], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(city_zone()).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(list(valuelist))
            if self.data:
                if not 2000 <= self.data.year <= 2100:
                    raise ValueError
                self.data = self.data.replace(tzinfo=city_zone()).astimezone(dt.UTC)
        except ValueError as error:
            self.data = None
            raise ValidationError(_l("Choose a date and time.")) from error
