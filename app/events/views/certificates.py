"""Checking a certificate of attendance by its number."""

from typing import Any

from flask import redirect, render_template, request, url_for

from app.core.access import PUBLIC, actor, allow
from app.core.mail import absolute_url
from app.core.qr import qr_code
from app.core.text import clean
from app.events import policies
from app.events.models import AttendanceCertificate
from app.events.queries import certificate as certificate_by_number
from app.events.views import bp


@bp.get("/certificates")
@allow(PUBLIC)
def find_certificate() -> Any:
    """The form for a number that was read from paper."""
    written = clean(request.args.get("number", ""))[:60]
    found = certificate_by_number(actor(), written) if written else None
    if found is not None:
        return redirect(url_for(".certificate", number=found.number), 303)
    return render_template("events/find_certificate.html", written=written)


@bp.get("/certificates/<number>")
@allow(PUBLIC, load=certificate_by_number)
def certificate(row: AttendanceCertificate) -> Any:
    """To print, and to check: whether it still holds is said here."""
    person, url = actor(), absolute_url("events.certificate", number=row.number)
    return render_template(
        "events/certificate.html",
        certificate=row,
        event=row.registration.event,
        own=policies.holds(person, row),
        url=url,
        qr=qr_code(url),
    )
