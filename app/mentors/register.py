"""What the register goes by: its numbers, its days, and which step may follow which."""

import datetime as dt
import random
import re
from collections.abc import Container

from flask import current_app
from stdnum.iso7064 import mod_11_10

from app.core.model import utc_now
from app.core.templating import local
from app.mentors.models import FilingState, Mentor

# A filing is renewed in its last months, and the mentor is reminded so many days before its end.
RENEWABLE = dt.timedelta(days=90)
REMINDED = (60, 30, 7)
MOST_YEARS = 5
MOST_EVIDENCE = 10
# What an applicant agrees to, with the version of its text. Raise a version when the text in `forms.py` changes.
CONSENTS = {"truth": "2026-11", "register": "2026-11"}
NOWHERE = "000000"

MOVES: dict[FilingState, tuple[FilingState, ...]] = {
    FilingState.DRAFT: (FilingState.SUBMITTED,),
    FilingState.SUBMITTED: (FilingState.DRAFT, FilingState.RETURNED, FilingState.APPROVED, FilingState.REJECTED),
    FilingState.RETURNED: (FilingState.SUBMITTED,),
    FilingState.APPROVED: (),
    FilingState.REJECTED: (),
}


def today() -> dt.date:
    """The day on the city's calendar."""
    return local(utc_now()).date()


def proposed_end(filed_until: dt.date | None = None) -> dt.date:
    """The last day of the next period: it follows the present one, or begins today."""
    day = today()
    begins = filed_until + dt.timedelta(days=1) if filed_until and filed_until >= day else day
    return years_after(begins, current_app.config["FILING_YEARS"]) - dt.timedelta(days=1)


def is_renewable(mentor: Mentor) -> bool:
    """Whether the present period ends soon enough to ask for the next, or has ended."""
    return mentor.filed_until is not None and mentor.filed_until - today() <= RENEWABLE


def years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def new_number(region_code: str, year: int, taken: Container[str | None] = ()) -> str:
    """`330400-2026-482913-5`: region, year, six digits by chance, a check digit.

    By chance, so that giving one waits for nobody and a neighbour's is not known by counting; the database refuses
    the one in a million that two transactions draw at once.
    """
    while True:
        body = f"{region_code or NOWHERE:0<6}{year:04d}{random.randrange(10**6):06d}"
        number = _written(body + mod_11_10.calc_check_digit(body))
        if number not in taken:
            return number


def read_number(written: str) -> str | None:
    """The number as it is stored, however it was typed; None when a digit is wrong or missing."""
    digits = re.sub(r"\D", "", written[:60])
    return _written(digits) if len(digits) == 17 and digits.isascii() and mod_11_10.is_valid(digits) else None


def _written(digits: str) -> str:
    return f"{digits[:6]}-{digits[6:10]}-{digits[10:16]}-{digits[16:]}"
