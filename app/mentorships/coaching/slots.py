"""From hours of the week to times that can be booked. Plain functions: nothing here asks the database."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.mentorships.coaching.models import Availability
from app.mentorships.coaching.models.availability import DAY_MINUTES

Span = tuple[int, int]
Period = tuple[dt.datetime, dt.datetime]

_RANGE = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*-\s*(\d{1,2})(?::(\d{2}))?")
_DASHES = str.maketrans({"–": "-", "—": "-", "－": "-", "~": "-", "～": "-", "至": "-", "到": "-", "：": ":"})
MOST_RANGES = 4


def read_hours(text: str) -> list[Span]:
    """`9:00–12:00, 14–17:30` in minutes from midnight, in order. Raises ValueError on anything else."""
    written, found = text.translate(_DASHES), []
    for part in (part.strip() for part in re.split(r"[,，、;；]", written)):
        if not part:
            continue
        match = _RANGE.fullmatch(part)
        if match is None:
            raise ValueError(part)
        found.append((_minutes(match[1], match[2]), _minutes(match[3], match[4])))
    found.sort()
    ordered = all(begins < ends for begins, ends in found)
    apart = all(earlier[1] <= later[0] for earlier, later in pairwise(found))
    if not ordered or not apart or len(found) > MOST_RANGES:
        raise ValueError(text)
    return found


def write_hours(spans: Iterable[Span]) -> str:
    return ", ".join(f"{_clock(begins)}–{_clock(ends)}" for begins, ends in spans)


def _minutes(hour: str, minute: str | None) -> int:
    found = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or found > DAY_MINUTES:
        raise ValueError(hour)
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def free_slots(
    availability: Availability, taken: Iterable[Period], days: Sequence[dt.date], zone: ZoneInfo, earliest: dt.datetime
) -> list[dt.datetime]:
    """The beginnings of slots on these days that touch nothing taken and begin at `earliest` or later."""
    busy = sorted(taken)
    length = dt.timedelta(minutes=availability.slot_minutes)
    found = []
    for day in days:
        for begins, ends in _open_spans(availability, day):
            for minute in range(begins, ends - availability.slot_minutes + 1, availability.slot_minutes):
                start = _moment(day, minute, zone)
                if start >= earliest and not any(start < end and begin < start + length for begin, end in busy):
                    found.append(start)
    return found


def _open_spans(availability: Availability, day: dt.date) -> list[Span]:
    """The hours of the weekday and the additional ones of the day, joined, without those the mentor is away."""
    differing = [row for row in availability.exceptions if row.first_day <= day <= row.last_day]
    there = [(row.begins, row.ends) for row in availability.hours if row.weekday == day.weekday()]
    there += [(row.begins, row.ends) for row in differing if row.is_available]
    away = sorted((row.begins, row.ends) for row in differing if not row.is_available)
    return [span for joined in _joined(sorted(there)) for span in _without(joined, away)]


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for begins, ends in spans:
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def _without(span: Span, away: Sequence[Span]) -> Iterator[Span]:
    begins, ends = span
    for gone_from, gone_until in away:
        if gone_until <= begins or gone_from >= ends:
            continue
        if gone_from > begins:
            yield begins, gone_from
        begins = max(begins, gone_until)
    if begins < ends:
        yield begins, ends


def _moment(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    at = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), zone)
    return at.astimezone(dt.UTC)
