"""A month, a quarter or a year: what figures are of, and what returns are filed for. Written 2026-03, 2026-Q1, 2026."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.days import city_day

_WRITTEN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
# How many months each is long.
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """`month` is its first month."""

    year: int
    month: int
    months: int

    @property
    def every(self) -> str:
        return next(name for name, months in MONTHS.items() if months == self.months)

    @property
    def code(self) -> str:
        if self.months == MONTHS["year"]:
            return str(self.year)
        return f"{self.year}-{self.month:02}" if self.months == 1 else f"{self.year}-Q{self.month // 3 + 1}"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        end = self.month + self.months - 1
        return dt.date(self.year, end, calendar.monthrange(self.year, end)[1])

    @property
    def label(self) -> str:
        if self.months == MONTHS["year"]:
            return str(_("The year %(year)s", year=self.year))
        if self.months == 1:
            return str(_("%(month)s/%(year)s", month=self.month, year=self.year))
        return str(_("Quarter %(quarter)s of %(year)s", quarter=self.month // 3 + 1, year=self.year))

    def before(self, steps: int = 1) -> "Period":
        """The period of the same length so many steps earlier; negative steps lead on."""
        months = self.year * 12 + self.month - 1 - steps * self.months
        return Period(months // 12, months % 12 + 1, self.months)

    def is_over(self, today: dt.date | None = None) -> bool:
        return self.last < (today or city_day())


def parse(text: str) -> Period | None:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    year, quarter, month = match.groups()
    if quarter:
        return Period(int(year), 3 * int(quarter) - 2, 3)
    return Period(int(year), int(month), 1) if month else Period(int(year), 1, 12)


def around(day: dt.date, every: str) -> Period:
    """The period of this length that the day is in."""
    months = MONTHS[every]
    return Period(day.year, (day.month - 1) // months * months + 1, months)


def latest(every: str) -> Period:
    """The last one that is over."""
    return around(city_day(), every).before()


def run(last: Period, number: int) -> list[Period]:
    """So many periods that end with this one, the first first."""
    return [last.before(steps) for steps in reversed(range(number))]
