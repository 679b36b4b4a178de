"""What a mentorship is about: goals, and the actions that sessions agree on."""

import datetime as dt
import enum
import uuid

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Id, Line, Moment, Timestamps, Versioned, enum_type
from app.extensions import Base
from app.mentorships.models import Mentorship


class Side(enum.StrEnum):
    """The two sides of a mentorship."""

    MENTOR = "mentor"
    PROJECT = "project"

    @property
    def other(self) -> "Side":
        return Side.PROJECT if self is Side.MENTOR else Side.MENTOR


class StepState(enum.StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Step(Timestamps, Versioned):
    """Something to reach or to do, until a day."""

    text: Mapped[Line]
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    state: Mapped[StepState] = mapped_column(enum_type(StepState), default=StepState.OPEN)
    settled_at: Mapped[Moment | None]


class Goal(Step, Base):
    __tablename__ = "mentorship_goal"

    id: Mapped[Id]
    mentorship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentorship.id"), index=True)

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True)


class ActionItem(Step, Base):
    """Who of the two does what until when; agreed in a session, or between two of them."""

    __tablename__ = "action_item"

    id: Mapped[Id]
    mentorship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentorship.id"), index=True)
    session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    owner: Mapped[Side] = mapped_column(enum_type(Side))

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True)
