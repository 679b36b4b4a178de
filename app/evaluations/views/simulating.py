"""What a changed scheme would do to the carriers, before anybody uses it."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, wants_export
from app.core.text import clean
from app.evaluations import labels
from app.evaluations.models import Scheme
from app.evaluations.queries import runs as reading_runs
from app.evaluations.queries import schemes as reading
from app.evaluations.simulation import Pair, compare
from app.evaluations.views import bp
from app.indicators import periods
from app.indicators.views.choosing import period_choices


@bp.get("/evaluations/schemes/<uuid:scheme_id>/simulate")
@allow(Role.ORGANISER, load=reading.own_scheme)
def simulate(scheme: Scheme) -> Any:
    """Against the edition before, or any other scheme of the authority for the same carriers."""
    person, latest = actor(), periods.latest("year")
    others = [
        each for each in reading.selectable(person) if each.id != scheme.id and set(each.links) & set(scheme.links)
    ]
    other = _chosen(scheme, others)
    period = periods.parse(clean(request.args.get("period", ""))[:7]) or latest
    pairs: list[Pair] = []
    if other is not None:
        judged = reading_runs.last_judged([scheme.family_id, other.family_id], person.region_code, period.code)
        pairs = compare(
            other.rules,
            scheme.rules,
            region=person.region_code,
            links=[link for link in scheme.links if link in other.links],
            period=period,
            judged=judged,
        )
    if wants_export() and other is not None:
        return export("simulation", _columns(other, scheme), pairs)
    return render_template(
        "evaluations/simulation.html",
        scheme=scheme,
        against=other,
        others=others,
        pairs=pairs,
        period=period,
        periods=period_choices(period),
        tally={word: sum(pair.moves == word for pair in pairs) for word in ("up", "same", "down")},
    )


def _chosen(scheme: Scheme, others: list[Scheme]) -> Scheme | None:
    wanted = request.args.get("against", "")
    named = next((each for each in others if str(each.id) == wanted), None)
    before = next((each for each in others if each.family_id == scheme.family_id), None)
    return named or before or (others[0] if others else None)


def _columns(other: Scheme, scheme: Scheme) -> tuple[Column, ...]:
    def side(name: str, label: str) -> tuple[Column, ...]:
        return (
            Column(f"{label} · {_('Points reached')}", lambda pair: getattr(pair, name).total),
            Column(f"{label} · {_('Rank')}", lambda pair: getattr(pair, name).rank),
            Column(f"{label} · {_('Grade')}", lambda pair: labels.name(getattr(pair, name).grade)),
        )

    return (
        Column(_l("Carrier name"), lambda pair: pair.carrier.name),
        *side("before", _("%(name)s, edition %(edition)s", name=other.label, edition=other.edition)),
        *side("after", _("%(name)s, edition %(edition)s", name=scheme.label, edition=scheme.edition)),
        Column(_l("Change"), lambda pair: str(labels.SIMULATED[pair.moves])),
    )
