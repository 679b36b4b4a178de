"""Tables of financing rounds: read from CSV with errors that name the line, ranked by what they teach."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy import sparse

from matching.arrays import Csr
from matching.deals import FACETS, FacetCoder, Rounds, amount_code, days, log_amounts
from matching.disclosure import CNY_PER_USD, disclosure_of, script_of
from matching.stages import round_code, stage_of
from matching.text.vectorise import TermVectoriser


class InputError(ValueError):
    """Input that cannot be used; the message begins with the file and the line or path."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of rounds."""

    date: dt.date | None
    company: str
    text: str
    sectors: tuple[str, ...]
    subsectors: tuple[str, ...]
    place: str
    region: str
    country: str
    round: str
    amount: float | None
    investors: tuple[str, ...]
    currency: str = ""
    disclosure: str = ""


def read_rounds(path: Path, *, queries: bool = False) -> list[Row]:
    """Read rounds; a query needs neither a date nor investors.

    Raises
    ------
    InputError
        If the file, its header or a line cannot be used.
    """
    needed = {"company"} if queries else {"company", "date", "investors"}
    rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = sorted(needed - set(reader.fieldnames or ()))
            if lacking:
                raise InputError(f"{path}:1: the header lacks {', '.join(lacking)}")
            for line in reader:
                rows.append(_row(line, f"{path}:{reader.line_num}", queries))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: {error}") from error
    # Where nobody states an amount, its absence tells nothing.
    told = any(row.amount for row in rows)
    return rows if told else [replace(row, disclosure="") for row in rows]


def _row(line: dict[str, str | None], where: str, queries: bool) -> Row:
    def cell(name: str) -> str:
        return (line.get(name) or "").strip()

    cny, usd = _amount(cell("amount_cny"), where), _amount(cell("amount_usd"), where)
    currency, disclosure = disclosure_of(cell("amount"), cny, usd)
    if queries and not cell("company"):
        raise InputError(f"{where}: the company is empty")
    return Row(
        date=_date(cell("date"), where, queries),
        company=cell("company"),
        text=f"{cell('company')}\n{cell('description')}",
        sectors=_split(cell("sector")),
        subsectors=_split(cell("subsector")),
        place=cell("place"),
        region=cell("region"),
        country=cell("country"),
        round=round_code(cell("round")),
        amount=cny or (usd * CNY_PER_USD if usd else None),
        investors=_split(cell("investors")),
        currency=currency,
        disclosure=disclosure,
    )


def _date(text: str, where: str, optional: bool) -> dt.date | None:
    if optional and not text:
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise InputError(f"{where}: the date {text!r} is not of the form YYYY-MM-DD") from None


def _amount(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        raise InputError(f"{where}: the amount {text!r} is not a number") from None
    if math.isnan(value):
        return None
    if math.isinf(value) or value < 0:
        raise InputError(f"{where}: the amount {text!r} must be finite and not negative")
    return value or None


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


class RowEncoder:
    """Turn rows into the columns of the features."""

    def fit(self, rows: Sequence[Row], most_texts: int = 200_000) -> RowEncoder:
        """Learn codes from all rows and terms from the last ``most_texts``."""
        self.coders_ = {name: FacetCoder().fit(values) for name, values in _facets(rows).items()}
        self.vectoriser_ = TermVectoriser().fit([row.text for row in rows[-most_texts:]])
        self.most_texts = most_texts
        return self

    def transform(self, rows: Sequence[Row], today: dt.date) -> Rounds:
        """Return the columns; a row without a date gets ``today``."""
        values = _facets(rows)
        texts = [row.text for row in rows]
        skipped = max(0, len(texts) - self.most_texts)
        return Rounds(
            day=days([row.date or today for row in rows]),
            stage=np.array([stage_of(row.round) for row in rows], dtype=np.float64),
            log_amount=log_amounts([row.amount for row in rows]),
            facets={name: self.coders_[name].transform(values[name]) for name in FACETS},
            text=self.vectoriser_.transform([""] * skipped + texts[skipped:]),
        )


def _facets(rows: Iterable[Row]) -> dict[str, list[Sequence[str]]]:
    out: dict[str, list[Sequence[str]]] = {name: [] for name in FACETS}
    for row in rows:
        out["sector"].append(row.sectors)
        out["subsector"].append(row.subsectors)
        out["round"].append((row.round,))
        out["place"].append((row.place,))
        out["region"].append((row.region,))
        out["country"].append((row.country,))
        out["amount"].append((amount_code(row.amount),))
        out["currency"].append((row.currency,))
        out["disclosure"].append((row.disclosure,))
        out["script"].append((script_of(row.company),))
    return out


def takers_of(rows: Sequence[Row], names: Sequence[str]) -> Csr:
    """Return who of ``names`` took part in which row, shape (n_rows, n_names)."""
    column = {name: j for j, name in enumerate(names)}
    entries = [(i, column[name]) for i, row in enumerate(rows) for name in row.investors if name in column]
    at = np.array(entries, dtype=np.int64).reshape(-1, 2)
    return sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(rows), len(names)))
