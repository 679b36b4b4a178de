"""Quarterly bulletins: written by an authority, with figures that are rows of their own and, once published, final."""

import enum
import uuid

from sqlalchemy import DDL, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.i18n import bilingual
from app.core.model import Code, Codes, Id, Json, Line, Moment, Name, Prose, Timestamps, Versioned, enum_type
from app.extensions import Base


class BulletinState(enum.StrEnum):
    DRAFT = "draft"
    DISCARDED = "discarded"
    PUBLISHED = "published"


class Audience(enum.StrEnum):
    """Internal ones are for the authorities of the region and the carriers in it."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Section(enum.StrEnum):
    """In the order of a new bulletin."""

    HEADLINES = "headlines"
    CHANGES = "changes"
    RANKING = "ranking"
    TRENDS = "trends"
    STORIES = "stories"
    REMARKS = "remarks"


class Part(enum.StrEnum):
    """What a figure stands for: the region's quarter, one of its zones, or a quarter of the region's past."""

    HEADLINE = "headline"
    ZONE = "zone"
    TREND = "trend"


_PUBLISHED = text("state = 'published'")


class Bulletin(Timestamps, Versioned, Base):
    """A region's quarter as one authority tells it; number 0, and one more for each correction."""

    __tablename__ = "bulletin"
    __table_args__ = (
        UniqueConstraint("organisation_id", "region_code", "period", "number"),
        Index(
            "uq_bulletin_region_code_period_number",
            "region_code",
            "period",
            "number",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_once_it_is"),
        CheckConstraint("(number = 0) = (corrects_id IS NULL)", name="correction_of_another"),
        Index("ix_bulletin_state_period", "state", "period"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    region_code: Mapped[str] = mapped_column(String(6))
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int] = mapped_column(default=0)
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bulletin.id"), index=True)
    state: Mapped[BulletinState] = mapped_column(enum_type(BulletinState), default=BulletinState.DRAFT)
    audience: Mapped[Audience] = mapped_column(enum_type(Audience), default=Audience.PUBLIC)
    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    # What a correction corrects, and why.
    cause: Mapped[Prose] = mapped_column(default="")
    cause_en: Mapped[Prose] = mapped_column(default="")
    # What the authority says about the changes, and whatever else it wants to say.
    changes: Mapped[Prose] = mapped_column(default="")
    changes_en: Mapped[Prose] = mapped_column(default="")
    remarks: Mapped[Prose] = mapped_column(default="")
    remarks_en: Mapped[Prose] = mapped_column(default="")
    # Which parts the page has and which indicators stand in them, in this order; the ids of the stories that it tells.
    sections: Mapped[Codes] = mapped_column(default=lambda: [each.value for each in Section])
    headlines: Mapped[Codes] = mapped_column(default=list)
    compared: Mapped[Codes] = mapped_column(default=list)
    chosen_stories: Mapped[Codes] = mapped_column(default=list)
    # When its figures were counted, and by which catalogue.
    counted_at: Mapped[Moment | None]
    catalogue: Mapped[str] = mapped_column(String(20), default="")
    # The authority as it was called when it published.
    publisher: Mapped[Name] = mapped_column(default="")
    publisher_en: Mapped[Name] = mapped_column(default="")
    published_at: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        return bilingual(self.title, self.title_en)

    @property
    def author(self) -> str:
        """Who publishes it, or will."""
        if self.is_published:
            return bilingual(self.publisher, self.publisher_en)
        return bilingual(self.organisation.name, self.organisation.name_en)

    @property
    def is_published(self) -> bool:
        return self.state is BulletinState.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state is BulletinState.DRAFT

    @property
    def is_internal(self) -> bool:
        return self.audience is Audience.INTERNAL


class BulletinFigure(Base):
    """One figure, with the names it had and what it was compared with; amounts are in the smallest unit."""

    __tablename__ = "bulletin_figure"
    __table_args__ = (UniqueConstraint("bulletin_id", "part", "code", "region_code", "period"),)
    __unaudited__ = (
        "counted from rows that are logged themselves; final when its bulletin is published, which is logged"
    )

    id: Mapped[Id]
    bulletin_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bulletin.id"))
    part: Mapped[Part] = mapped_column(enum_type(Part))
    code: Mapped[Code]
    region_code: Mapped[str] = mapped_column(String(6))
    period: Mapped[str] = mapped_column(String(7))
    name: Mapped[Name]
    name_en: Mapped[Name]
    place: Mapped[Name]
    place_en: Mapped[Name]
    unit: Mapped[str] = mapped_column(String(10))
    positive: Mapped[bool]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    # The quarter before, and the same quarter a year earlier.
    previous: Mapped[int | None] = mapped_column(BigInteger)
    year_before: Mapped[int | None] = mapped_column(BigInteger)
    # The year's target, and what was reached of it at the end of the quarter.
    target: Mapped[int | None] = mapped_column(BigInteger)
    reached: Mapped[int | None] = mapped_column(BigInteger)
    # Among the zones, in this indicator.
    rank: Mapped[int | None]
    # How many rows it was counted from; how, and where the target comes from.
    rows: Mapped[int] = mapped_column(default=0)
    provenance: Mapped[Json] = mapped_column(default=dict)

    @property
    def label(self) -> str:
        return bilingual(self.name, self.name_en)

    @property
    def place_label(self) -> str:
        return bilingual(self.place, self.place_en)

    @property
    def percent(self) -> int | None:
        """Of the target; whole percents, rounded down, so that 100 is reached and not nearly so."""
        if not self.target or self.reached is None:
            return None
        return self.reached * 100 // self.target


class BulletinStory(Base):
    """A story that a published bulletin tells, as it was called then."""

    __tablename__ = "bulletin_story"
    __table_args__ = (UniqueConstraint("bulletin_id", "position"),)
    __unaudited__ = "a copy of a story; final when its bulletin is published, which is logged"

    id: Mapped[Id]
    bulletin_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bulletin.id"))
    position: Mapped[int]
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("story.id"))
    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    summary: Mapped[Line] = mapped_column(default="")
    summary_en: Mapped[Line] = mapped_column(default="")

    @property
    def label(self) -> str:
        return bilingual(self.title, self.title_en)

    @property
    def lead(self) -> str:
        return bilingual(self.summary, self.summary_en)


# What a published bulletin consists of stays as it is, whoever writes to the database.
_MESSAGE = "a published bulletin is final"
_OWN = "OLD.state"
_ITS = "(SELECT state FROM bulletin WHERE id = {row}.bulletin_id)"
_RAISE = f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'"


def _sqlite(table: str, word: str) -> str:
    state = _OWN if table == "bulletin" else _ITS.format(row="NEW" if word == "insert" else "OLD")
    return f"""CREATE TRIGGER {table}_{word} BEFORE {word} ON {table} WHEN {state} = 'published'
        BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"""


def _postgresql(table: str) -> list[str]:
    states = {"INSERT": _ITS.format(row="NEW")} if table != "bulletin" else {}
    states |= dict.fromkeys(("UPDATE", "DELETE"), _OWN if table == "bulletin" else _ITS.format(row="OLD"))
    checks = "\n".join(
        f"IF TG_OP = '{word}' THEN IF {state} = 'published' THEN {_RAISE}; END IF; END IF;"
        for word, state in states.items()
    )
    return [
        f"""CREATE OR REPLACE FUNCTION {table}_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            {checks}
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW; END $$""",
        f"""CREATE TRIGGER {table}_final BEFORE {" OR ".join(states)} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_final()""",
    ]


for model in (Bulletin, BulletinFigure, BulletinStory):
    table = model.__tablename__
    words = ("update", "delete") if model is Bulletin else ("insert", "update", "delete")
    made = {"sqlite": [_sqlite(table, word) for word in words], "postgresql": _postgresql(table)}
    for dialect, statements in made.items():
        for statement in statements:
            event.listen(model.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))
    event.listen(
        model.__table__,
        "after_drop",
        DDL(f"DROP FUNCTION IF EXISTS {table}_final()").execute_if(dialect="postgresql"),
    )
