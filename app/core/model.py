"""The column types and mixins every slice uses."""

import datetime as dt
import enum
import os
import time
import uuid
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Enum, String, Text, TypeDecorator, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment. Naive values are refused; SQLite, which has no zones, keeps UTC and gets the zone back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=dt.UTC)
        return value

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """PostgreSQL's connections speak UTC: there is nothing to do for each of a page's many moments."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def new_id() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): unguessable in URLs, yet in creation order so that indexes stay compact.

    Its twelve bits after the version hold the fraction of the millisecond (method 3), so that rows of one moment keep
    their order too.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    chance = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | chance)


Id = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=new_id)]
Moment = Annotated[dt.datetime, mapped_column(UtcDateTime)]
Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(120))]
Line = Annotated[str, mapped_column(String(300))]
Prose = Annotated[str, mapped_column(Text)]
# Money is whole fen, so that sums are exact; BigInteger holds 92,000 trillion yuan.
Fen = Annotated[int, mapped_column(BigInteger)]
Json = Annotated[dict[str, Any], mapped_column(MutableDict.as_mutable(JSON))]
Codes = Annotated[list[str], mapped_column(MutableList.as_mutable(JSON))]


def enum_type(kind: type[enum.StrEnum]) -> Enum:
    """The values of an enumeration as text: a new one needs no change of the schema."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [each.value for each in members])


class Timestamps:
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    updated_at: Mapped[Moment] = mapped_column(default=utc_now, onupdate=utc_now)


class Versioned:
    """Two tabs on one form: saving an older version is refused with `StaleDataError`, never merged silently."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
