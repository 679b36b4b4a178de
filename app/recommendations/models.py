"""Stored recommendations: which model ranked, what it found for each pair, what people said to it, and the plans."""

import enum
import uuid

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    Float,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.jobs import Job
from app.core.model import Id, Json, Line, Moment, utc_now
from app.extensions import Base
from app.projects.models import Project
from app.recommendations.finance.models import FinanceFacts, ProductMatch
from app.roadshows.models import Roadshow

# Loaded with the others.
PARTS = (FinanceFacts, ProductMatch)


def _enum(kind: type[enum.StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members])


class Kind(enum.StrEnum):
    """What a project is matched with."""

    MENTOR = "mentor"
    FUND = "fund"


class Side(enum.StrEnum):
    PROJECT = "project"
    CANDIDATE = "candidate"


class Scope(enum.StrEnum):
    ALL = "all"
    PROFILES = "profiles"
    ROADSHOW = "roadshow"


class NotRelevant(enum.StrEnum):
    STAGE = "stage"
    SECTOR = "sector"
    REGION = "region"
    KNOWN = "known"
    BUSY = "busy"
    OTHER = "other"


class Rule(enum.StrEnum):
    PIN = "pin"
    FORBID = "forbid"


class AssignmentState(enum.StrEnum):
    PROPOSED = "proposed"
    INVITED = "invited"


class ModelVersion(Base):
    """What was learned, as plain numbers: they are multiplied, never executed."""

    __tablename__ = "model_version"
    __table_args__ = (
        Index(
            "uq_model_version_is_live",
            "is_live",
            unique=True,
            sqlite_where=text("is_live"),
            postgresql_where=text("is_live"),
        ),
    )
    __unaudited__ = "learned by a job from what is audited itself; the table is its own history"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(40), unique=True)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    state: Mapped[Json] = mapped_column(deferred=True)
    # How much there was to learn from; when this has changed much, the next run learns anew.
    basis: Mapped[Json] = mapped_column(default=dict)
    metrics: Mapped[Json] = mapped_column(default=dict)
    is_live: Mapped[bool] = mapped_column(default=False)


class MatchRun(Base):
    """One computation. Its state is that of its job; a run from the command line has none."""

    __tablename__ = "match_run"
    __table_args__ = (Index("ix_match_run_roadshow_id_started_at", "roadshow_id", "started_at"),)

    id: Mapped[Id]
    scope: Mapped[Scope] = mapped_column(_enum(Scope))
    roadshow_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roadshow.id"))
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    model_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("model_version.id"))
    # The plan that this one is compared with.
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("match_run.id"))
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    parameters: Mapped[Json] = mapped_column(default=dict)
    summary: Mapped[Json] = mapped_column(default=dict)
    started_at: Mapped[Moment] = mapped_column(default=utc_now, index=True)
    finished_at: Mapped[Moment | None]
    invited_at: Mapped[Moment | None]

    job: Mapped[Job | None] = relationship(lazy="joined")
    roadshow: Mapped[Roadshow | None] = relationship()
    model_version: Mapped[ModelVersion | None] = relationship(lazy="joined")
    started_by: Mapped[Account | None] = relationship(lazy="joined")

    @property
    def state(self) -> str:
        if self.finished_at is not None:
            return "done"
        return self.job.state if self.job is not None else "running"


class Match(Base):
    """A project and a mentor or fund, scored. Replaced by every run, so the pair itself is the key that links keep."""

    __tablename__ = "match"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 100", name="score_in_range"),
        Index("ix_match_project_id_candidate_kind_raw", "project_id", "candidate_kind", "raw"),
        Index("ix_match_candidate_id_raw", "candidate_id", "raw"),
    )
    __unaudited__ = "computed from audited profiles"

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    candidate_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    candidate_kind: Mapped[Kind] = mapped_column(_enum(Kind))
    score: Mapped[int] = mapped_column(SmallInteger)
    # The model's own number, whose order is the ranking.
    raw: Mapped[float] = mapped_column(Float)
    band: Mapped[str] = mapped_column(String(10))
    # [name, value 0–100, contribution]; contributions sum to the raw score.
    parts: Mapped[list[list[object]]] = mapped_column(JSON, default=list)
    # [{code, params, project: [fields], candidate: [fields]}]: which fields a reader must be able to read to be told.
    evidence: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    conflicts: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    missing: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The place among all that were compared, from each side; None beyond those that are counted.
    project_rank: Mapped[int | None]
    candidate_rank: Mapped[int | None]
    model_version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("model_version.id"), index=True)
    computed_at: Mapped[Moment] = mapped_column(default=utc_now)


class RankedProfile(Base):
    """When a profile was last compared with the mentors, funds or projects, and what it must say before it can be."""

    __tablename__ = "ranked_profile"
    __unaudited__ = "bookkeeping of the runs"

    profile_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    # mentor, fund or project: what the profile was compared with.
    against: Mapped[str] = mapped_column(String(10), primary_key=True)
    missing: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Computed from the profile as it was then: an edit since makes it due again.
    computed_at: Mapped[Moment] = mapped_column(default=utc_now)


class MatchFeedback(Base):
    """One side finds a match not relevant. Undoing deletes the row; the audit log remembers."""

    __tablename__ = "match_feedback"
    __table_args__ = (
        UniqueConstraint("project_id", "candidate_id", "side"),
        Index("ix_match_feedback_candidate_id", "candidate_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    candidate_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    side: Mapped[Side] = mapped_column(_enum(Side))
    reason: Mapped[NotRelevant] = mapped_column(_enum(NotRelevant))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)


class PairRule(Base):
    """What an organiser decides about a pair of a roadshow, whatever the model says."""

    __tablename__ = "pair_rule"
    __table_args__ = (UniqueConstraint("roadshow_id", "project_id", "candidate_id"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id", ondelete="CASCADE"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    candidate_kind: Mapped[Kind] = mapped_column(_enum(Kind))
    candidate_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    rule: Mapped[Rule] = mapped_column(_enum(Rule))
    why: Mapped[Line] = mapped_column(default="")
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    created_by: Mapped[Account | None] = relationship(lazy="joined")
    project: Mapped[Project] = relationship()


class Assignment(Base):
    """A line of a plan: a mentor or fund for a project, or, without a candidate, why a place stays empty."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("run_id", "project_id", "candidate_id"),
        Index("ix_assignment_candidate_id", "candidate_id"),
    )

    id: Mapped[Id]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    candidate_kind: Mapped[Kind] = mapped_column(_enum(Kind))
    candidate_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    band: Mapped[str] = mapped_column(String(10), default="")
    is_pinned: Mapped[bool] = mapped_column(default=False)
    # Whether the plan before had the pair too; None when there was no plan before.
    was_planned: Mapped[bool | None]
    state: Mapped[AssignmentState] = mapped_column(_enum(AssignmentState), default=AssignmentState.PROPOSED)
    # {code, missing, needed, capacity, projects, candidates} of a place that stays empty.
    shortage: Mapped[Json | None]

    project: Mapped[Project] = relationship()
