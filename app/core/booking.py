"""Nobody is in two places: who is booked when, in cells of five minutes.

The primary key (person, cell) refuses the second appointment on every database, whatever booked the first one. Cells
are taken in one order, so that two bookings at once wait for each other instead of locking each other out.
"""

import datetime as dt
import uuid
from collections import Counter
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


@dataclass(frozen=True)
class Appointment:
    """Who is booked for what, and when. `holder` is the id of the session, meeting … that holds the time."""

    holder: uuid.UUID
    account_ids: Collection[uuid.UUID]
    starts_at: dt.datetime
    ends_at: dt.datetime


def book(
    *, holder: uuid.UUID, account_ids: Collection[uuid.UUID], starts_at: dt.datetime, ends_at: dt.datetime
) -> None:
    """Book these people for an appointment; booking it again moves it. `Busy` names who cannot, and changes nothing."""
    book_all([Appointment(holder, account_ids, starts_at, ends_at)])


def book_all(appointments: Collection[Appointment]) -> None:
    """Book all of these or, with `Busy`, none; those that change places with each other may."""
    for one in appointments:
        if not one.starts_at < one.ends_at <= one.starts_at + LONGEST:
            raise Invalid(_("An appointment ends after it begins and takes at most 12 hours."), "ends_at")
    holders = {one.holder for one in appointments}
    wanted = sorted(
        (account_id, cell, one.holder)
        for one in appointments
        for account_id in set(one.account_ids)
        for cell in _cells(one.starts_at, one.ends_at)
    )
    if taken := _taken(holders, wanted):
        raise Busy(account_ids=taken)
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Booking).where(Booking.holder_id.in_(holders)))
            for account_id, cell, holder in wanted:
                db.session.execute(insert(Booking).values(account_id=account_id, cell=cell, holder_id=holder))
    except IntegrityError:
        raise Busy(account_ids=_taken(holders, wanted)) from None


def release(*, holder: uuid.UUID) -> None:
    """Give the time of an appointment back; nothing happens when it holds none."""
    db.session.execute(delete(Booking).where(Booking.holder_id == holder))


def busy(
    account_ids: Collection[uuid.UUID], start: dt.datetime, end: dt.datetime, *, but: Collection[uuid.UUID] = ()
) -> dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]:
    """When these people are booked between two moments, except for the holders `but`; appointments side by side are
    joined."""
    statement = (
        select(Booking.account_id, Booking.cell)
        .where(Booking.account_id.in_(account_ids), _within(_cells(start, end)), Booking.holder_id.not_in(but))
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


def _taken(holders: Collection[uuid.UUID], wanted: Collection[tuple[uuid.UUID, int, uuid.UUID]]) -> set[uuid.UUID]:
    """Who of them is booked already in one of these cells, or wanted twice in one."""
    often = Counter((account_id, cell) for account_id, cell, _holder in wanted)
    if not often:
        return set()
    cells = [cell for _account_id, cell in often]
    statement = select(Booking.account_id, Booking.cell).where(
        Booking.account_id.in_({account_id for account_id, _cell in often}),
        Booking.cell.between(min(cells), max(cells)),
        Booking.holder_id.not_in(holders),
    )
    twice = {account_id for (account_id, _cell), times in often.items() if times > 1}
    return twice | {account_id for account_id, cell in db.session.execute(statement) if (account_id, cell) in often}
