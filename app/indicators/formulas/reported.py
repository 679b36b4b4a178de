"""What carriers reported, and their authority accepted."""

from typing import Any

from sqlalchemy import Select, and_, exists, or_
from sqlalchemy.orm import aliased

from app.carriers.models import Carrier
from app.indicators.formulas.base import Window, counted
from app.indicators.models import Return, ReturnEntry


def reported(code: str, rule: str, window: Window) -> Select[Any]:
    """The entries that count for a period. A return of a longer time inside it stands for the shorter ones that it
    covers; of what there is at the end, only the latest counts."""
    rows = _accepted(ReturnEntry, Return, code, window)
    other, its = aliased(ReturnEntry), aliased(Return)
    longer = other.months > ReturnEntry.months
    covers = and_(other.first_day <= ReturnEntry.first_day, other.last_day >= ReturnEntry.last_day, longer)
    later = or_(other.last_day > ReturnEntry.last_day, and_(other.last_day == ReturnEntry.last_day, longer))
    better = exists().where(
        other.carrier_id == ReturnEntry.carrier_id,
        *_accepted(other, its, code, window),
        other.return_id == its.id,
        later if rule == "last" else covers,
    )
    return (
        counted(
            "return",
            Return.id,
            Carrier.name,
            day=ReturnEntry.last_day,
            carrier=ReturnEntry.carrier_id,
            zone=ReturnEntry.zone_code,
            amount=ReturnEntry.amount,
        )
        .select_from(ReturnEntry)
        .join(Return, Return.id == ReturnEntry.return_id)
        .join(Carrier, Carrier.id == ReturnEntry.carrier_id)
        .where(*rows, ~better)
    )


def _accepted(entry: Any, its: Any, code: str, window: Window) -> list[Any]:
    return [
        entry.code == code,
        entry.first_day >= window.first,
        entry.last_day <= window.last,
        entry.revision == its.accepted_revision,
    ]
