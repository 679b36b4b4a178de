"""The vocabularies as tables, so that reports and other programs can join the codes that people's records hold.

The files in `data/` remain the source: `flask taxonomy load` copies them here. A code that a newer file no longer has
is marked as retired and never deleted, because records refer to it.
"""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Codes, Id, Json, Moment, Name, utc_now
from app.extensions import Base

SHIPPED = "a copy of a shipped file; its release is audited"


class Entry:
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]
    retired_at: Mapped[Moment | None]


class Region(Entry, Base):
    __tablename__ = "region"
    __unaudited__ = SHIPPED

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    level: Mapped[str] = mapped_column(String(10))
    short_zh: Mapped[Name]


class Sector(Entry, Base):
    """A leaf, or a group, which has no group itself."""

    __tablename__ = "sector"
    __unaudited__ = SHIPPED

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    group_code: Mapped[str | None] = mapped_column(ForeignKey("sector.code"), index=True)
    synonyms_zh: Mapped[Codes] = mapped_column(default=list)
    synonyms_en: Mapped[Codes] = mapped_column(default=list)


class Term(Entry, Base):
    """An entry of a small vocabulary: `stage`, `round`, `fund_type`, `expertise` or `language`."""

    __tablename__ = "term"
    __unaudited__ = SHIPPED

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    # What only this vocabulary has: order, description, synonyms, …
    details: Mapped[Json] = mapped_column(default=dict)


class TaxonomyRelease(Base):
    """Which version of a file is loaded; the digest notices an edit that forgot to raise the version."""

    __tablename__ = "taxonomy_release"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[Moment] = mapped_column(default=utc_now)


class SectorSynonym(Base):
    """A word of the city's own for a sector, which imports understand and matching reads."""

    __tablename__ = "sector_synonym"

    id: Mapped[Id]
    sector_code: Mapped[str] = mapped_column(ForeignKey("sector.code"), index=True)
    text: Mapped[Name]
    # The folded text: one word means one sector.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    sector: Mapped[Sector] = relationship(lazy="joined", innerjoin=True)
