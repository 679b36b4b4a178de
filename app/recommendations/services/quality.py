"""How well the ranking finds those who later said yes, beside rankings without a model."""

from typing import Any

from app.core.database import reading
from app.core.model import utc_now
from app.extensions import db
from app.recommendations import measuring, outcomes, rows
from app.recommendations.models import ModelVersion
from app.recommendations.services.ranking import Progress, live_version


def evaluate(progress: Progress) -> dict[str, Any]:
    """Take the outcomes of the last two months away, rank as of the day before, look for who came.

    Measured for mentors who accepted, funds that met and funds that invested. The figures are stored with the live
    model version.
    """
    progress(0, len(outcomes.MEASURED), "load")
    with reading():
        data = rows.load(utc_now())
        found = {name: read() for name, (_kind, read) in outcomes.MEASURED.items()}
        db.session.rollback()
    measured: dict[str, Any] = {}
    for done, (name, (kind, _read)) in enumerate(outcomes.MEASURED.items(), start=1):
        if (asked := measuring.task(kind, data, found[name])) is not None:
            past = measuring.as_of(data, found[name], asked.cut)
            rankings = measuring.rankers(asked, past, None)
            table = {ranking: measuring.figures(rank, asked) for ranking, rank in rankings.items()}
            measured[name] = {"as_of": asked.cut.isoformat(), "rankings": table}
        progress(done, len(outcomes.MEASURED), "learn")
    return _stored({"measured": measured})


def _stored(metrics: dict[str, Any]) -> dict[str, Any]:
    if (version := live_version()) is not None:
        stored: ModelVersion = version
        stored.metrics = {**stored.metrics, **metrics, "measured_at": utc_now().isoformat()}
    db.session.flush()
    return metrics
