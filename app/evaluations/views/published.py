"""Published lists: name, grade and rank, open to everybody."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.carriers.labels import LINKS
from app.core.access import PUBLIC, allow
from app.core.listing import Column, export, paginate, wants_export
from app.core.text import clean
from app.evaluations import labels
from app.evaluations.models import Run
from app.evaluations.queries import runs as reading
from app.evaluations.views import bp
from app.taxonomy.labels import region_name


@bp.get("/evaluations/published")
@allow(PUBLIC)
def published_lists() -> Any:
    region = clean(request.args.get("region", ""))[:6]
    page = paginate(reading.published(region=region), per_page=20)
    return render_template(
        "evaluations/published_lists.html", page=page, region=region, counts=reading.counts(page.items)
    )


@bp.get("/evaluations/published/<uuid:run_id>")
@allow(PUBLIC, load=reading.published_run)
def published(run: Run) -> Any:
    rules, grade = run.scheme.rules, request.args.get("grade", "")
    lines = reading.lines(run, grade=grade)
    if wants_export():
        columns = (
            Column(_l("Rank"), lambda line: line.result.rank),
            Column(_l("Carrier name"), lambda line: line.result.name),
            Column(_l("Link"), lambda line: str(LINKS[line.result.link])),
            Column(_l("Region"), lambda line: region_name(line.result.zone_code)),
            Column(_l("Grade"), lambda line: labels.name(rules.grade(line.grade))),
        )
        return export("evaluation", columns, lines)
    return render_template("evaluations/published.html", run=run, rules=rules, lines=lines, grade=grade)
