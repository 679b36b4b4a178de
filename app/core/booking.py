"""Nobody is in two places: who is booked when, in cells of five minutes.

The primary key (person, cell) refuses the second appointment on every database, whatever booked the first one. Cells
are taken in one order, so that two bookings at once wait for each other instead of locking each other out.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ForeignKey, Index, Uuid, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core.errors import Conflict, Invalid
from app.extensions import Base, db

CELL = dt.timedelta(minutes=5)
LONGEST = dt.timedelta(hours=12)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Booking(Base):
    """One person's five minutes, held by an appointment of any kind."""

    __tablename__ = "booking"
    __table_args__ = (Index("ix_booking_holder_id", "holder_id"),)
    __unaudited__ = "follows the appointment that holds it, whose change is audited"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    cell: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_id: Mapped[uuid.UUID] = mapped_column(Uuid)


@dataclass
class Busy(Conflict):
    """Some of the people have another appointment then."""

    account_ids: set[uuid.UUID] = field(default_factory=set)

    def __str__(self) -> str:
        return _("Somebody has another appointment at this time.")


def book(
    *, holder: uuid.UUID, account_ids: Collection[uuid.UUID], starts_at: dt.datetime, ends_at: dt.datetime
) -> None:
    """Book these people for an appointment; booking it again moves it. `Busy` names who cannot, and changes nothing."""
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise Invalid(_("An appointment ends after it begins and takes at most 12 hours."), "ends_at")
    cells = _cells(starts_at, ends_at)
    wanted = [(account_id, cell) for account_id in sorted(set(account_ids)) for cell in cells]
    if taken := _taken(holder, account_ids, cells):
        raise Busy(account_ids=taken)
    try:
        with db.session.begin_nested():
            release(holder=holder)
            for account_id, cell in wanted:
                db.session.execute(insert(Booking).values(account_id=account_id, cell=cell, holder_id=holder))
    except IntegrityError:
        raise Busy(account_ids=_taken(holder, account_ids, cells)) from None


def release(*, holder: uuid.UUID) -> None:
    """Give the time of an appointment back; nothing happens when it holds none."""
    db.session.execute(delete(Booking).where(Booking.holder_id == holder))


def busy(
    account_ids: Collection[uuid.UUID], start: dt.datetime, end: dt.datetime
) -> dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]:
    """When these people are booked between two moments; appointments side by side are joined."""
    statement = (
        select(Booking.account_id, Booking.cell)
        .where(Booking.account_id.in_(account_ids), _within(_cells(start, end)))
        .order_by(Booking.account_id, Booking.cell)
    )
    found: dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]] = {}
    for account_id, cell in db.session.execute(statement):
        spans, at = found.setdefault(account_id, []), _EPOCH + cell * CELL
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + CELL)
        else:
            spans.append((at, at + CELL))
    return found


def _cells(start: dt.datetime, end: dt.datetime) -> range:
    """Every cell that the span touches."""
    return range((start - _EPOCH) // CELL, -((_EPOCH - end) // CELL))


def _within(cells: range) -> ColumnElement[bool]:
    return Booking.cell.between(cells.start, cells.stop - 1)


def _taken(holder: uuid.UUID, account_ids: Collection[uuid.UUID], cells: range) -> set[uuid.UUID]:
    statement = select(Booking.account_id).where(
        Booking.account_id.in_(account_ids),
        _within(cells),
        Booking.holder_id != holder,
    )
    return set(db.session.scalars(statement))
