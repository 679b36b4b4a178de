"""The public honour list: measured service of a year."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.cities import sharing
from app.core.access import PUBLIC, actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.mentorships.coaching.models import REPORT_DAYS
from app.mentorships.coaching.queries import measured
from app.mentorships.coaching.views import bp
from app.taxonomy.labels import region_name, region_prefix

COLUMNS = (
    Column(_l("Mentor"), lambda s: s.mentor.name),
    Column(_l("Employer"), lambda s: s.mentor.employer),
    Column(_l("Region"), lambda s: region_name(s.mentor.region_code, full=True)),
    Column(_l("Sessions held"), lambda s: s.sessions),
    Column(_l("Hours"), lambda s: round(s.hours, 1)),
    Column(_l("Mentees"), lambda s: s.mentees),
    Column(_l("Ratings"), lambda s: s.ratings),
    Column(_l("Rating"), lambda s: round(s.rating, 2) if s.rating else ""),
)


@bp.get("/mentors/honours")
@allow(PUBLIC)
def honours() -> Any:
    known = measured.years()
    wanted = request.args.get("year", "")
    year = int(wanted) if wanted in {str(one) for one in known} else known[0]
    region, order = request.args.get("region", "")[:6], request.args.get("sort") or "hours"
    cities = sharing.reach(actor(), request.args.get("city", ""))
    statement = measured.honours(year, region=region_prefix(region), order=order, but=cities.hidden)
    if wants_export():
        return export(f"honours-{year}", COLUMNS, map(measured.service, db.session.execute(statement).unique()))
    page = paginate(statement, scalars=False)
    return render_template(
        "mentorships/coaching/honours.html",
        page=page,
        lines=[measured.service(row) for row in page.items],
        this_year=known[0],
        older=[(one, one) for one in known[1:]],
        year=year,
        region=region,
        order=order,
        cities=cities,
        method={
            "sessions": measured.LEAST_SESSIONS,
            "ratings": measured.LEAST_RATINGS,
            "prior": measured.PRIOR_RATINGS,
            "mean": measured.mean_rating(),
            "days": REPORT_DAYS,
        },
    )
