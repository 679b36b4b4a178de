"""When something comes again: every week, every second one, or on a certain weekday of a month or quarter."""

import calendar
import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

FORTNIGHT = dt.timedelta(days=14)
LAST = -1
WEEKS = (1, 2, 3, 4, LAST)


class Every(enum.StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Rhythm:
    """`weekday` counts from Monday as 0; `week` is which one of the month, LAST the last."""

    every: Every
    weekday: int
    week: int = 1

    def dates(self, since: dt.date) -> Iterator[dt.date]:
        """All dates after `since`, the day of the last one."""
        if self.every in {Every.WEEK, Every.FORTNIGHT}:
            yield from self._weekly(since)
        else:
            yield from self._monthly(since)

    def coming(self, *, since: dt.date, today: dt.date, count: int) -> list[dt.date]:
        """The next ones from today on, in step with the last one."""
        ahead = (date for date in self.dates(since) if date >= today)
        return list(islice(ahead, count))

    def _weekly(self, since: dt.date) -> Iterator[dt.date]:
        step = dt.timedelta(weeks=1) if self.every is Every.WEEK else FORTNIGHT
        date = since - dt.timedelta(days=(since.weekday() - self.weekday) % 7) + step
        while date.year < dt.MAXYEAR - 1:
            yield date
            date += step

    def _monthly(self, since: dt.date) -> Iterator[dt.date]:
        step = 1 if self.every is Every.MONTH else 3
        months = since.year * 12 + since.month - 1
        # The month itself may still hold one, when the last one fell before its day.
        while months // 12 < dt.MAXYEAR - 1:
            date = self._in_month(*divmod(months, 12))
            if date > since:
                yield date
            months += step

    def _in_month(self, year: int, month: int) -> dt.date:
        first = dt.date(year, month + 1, 1)
        days = [
            first.replace(day=day)
            for day in range(1, calendar.monthrange(year, month + 1)[1] + 1)
            if (first.weekday() + day - 1) % 7 == self.weekday
        ]
        return days[LAST] if self.week == LAST else days[self.week - 1]

    def __str__(self) -> str:
        day = weekdays()[self.weekday]
        if self.every is Every.WEEK:
            return _("every week on %(day)s", day=day)
        if self.every is Every.FORTNIGHT:
            return _("every second week on %(day)s", day=day)
        which = weeks()[self.week]
        if self.every is Every.MONTH:
            return _("every month on the %(which)s %(day)s", which=which, day=day)
        return _("every quarter on the %(which)s %(day)s of a month", which=which, day=day)


def weekdays() -> dict[int, str]:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return dict(enumerate(names))


def weeks() -> dict[int, str]:
    names = (_("first"), _("second"), _("third"), _("fourth"), _("last"))
    return dict(zip(WEEKS, names, strict=True))


def everies() -> dict[Every, str]:
    names = (_("Every week"), _("Every second week"), _("Every month"), _("Every quarter"))
    return dict(zip(Every, names, strict=True))
