"""The inbox, conversations, and what was reported."""

import uuid
from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core import drafts
from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db
from app.messages import parties, policies, queries, services
from app.messages.forms import MessageForm, ReportForm
from app.messages.models import Connection, Message, MessageReport

bp = Blueprint("messages", __name__)

INBOX = (
    Column(_l("Project"), lambda c: c.project.name),
    Column(_l("With"), lambda c: c.other.name),
    Column(_l("Unread"), lambda c: c.unread),
    Column(_l("Last message"), lambda c: c.connection.last_message_at),
    Column(_l("Ended"), lambda c: c.connection.ended_at),
)
MESSAGES = (
    Column(_l("Time"), lambda m: m.sent_at),
    Column(_l("Written by"), lambda m: m.author.name),
    Column(_l("Message"), lambda m: "" if m.removed_at else m.body),
    Column(_l("Attachments"), lambda m: [] if m.removed_at else [file.name for file in m.files]),
)
REPORTS = (
    Column(_l("Reported on"), lambda r: r.reported_at),
    Column(_l("Reported by"), lambda r: r.reported_by.name),
    Column(_l("Reason"), lambda r: r.reason),
    Column(_l("Written by"), lambda r: r.message.author.name),
    Column(_l("Message"), lambda r: r.message.body),
    Column(_l("Closed"), lambda r: r.handled_at),
)


@bp.get("/messages")
@allow(*policies.WRITERS)
def inbox() -> Any:
    """All one's conversations, or the messages in them that hold the words."""
    person, words = actor(), search_words()
    if words:
        page = paginate(queries.found(person, words), per_page=20)
        names = parties.of(message.connection for message in page.items)
        return render_template("messages/found.html", page=page, words=words, names=names)
    statement = queries.connections(person)
    if wants_export():
        return export("conversations", INBOX, queries.conversations(person, db.session.scalars(statement).all()))
    page = paginate(statement, per_page=30)
    return render_template("messages/inbox.html", page=page, rows=queries.conversations(person, page.items))


@bp.route("/messages/<uuid:connection_id>", methods=["GET", "POST"])
@allow(*policies.WRITERS, load=queries.own_connection)
def show(connection: Connection) -> Any:
    """A conversation; sending is posted to its own address, so that it works without JavaScript."""
    person, key = actor(), f"message:{connection.id}"
    if wants_export():
        return export("messages", MESSAGES, db.session.scalars(queries.all_messages(connection)).unique())
    draft = drafts.find(person.account_id, key)
    # On sending the form reads the files too, which no draft has.
    form = MessageForm() if request.method == "POST" else MessageForm(formdata=drafts.formdata(draft))
    if form.validate_on_submit():
        with form.field_errors():
            uploads = [upload for upload in form.files.data or [] if upload and upload.filename]
            services.send(actor=person, connection=connection, body=form.body.data or "", uploads=uploads)
            drafts.discard(person.account_id, key)
            db.session.commit()
            return redirect(url_for(".show", connection_id=connection.id, _anchor="latest"), 303)
    before, at = (queries.message_in(connection, _asked_id(name)) for name in ("before", "at"))
    messages, more = queries.messages(connection, before=before, until=at)
    return render_template(
        "messages/show.html",
        talk=queries.conversation(person, connection),
        messages=messages,
        more=more,
        is_past=before is not None or at is not None,
        blocks=queries.blocks(connection),
        form=form,
        key=key,
    ), form.status


@bp.get("/messages/<uuid:connection_id>/new")
@allow(*policies.WRITERS, load=queries.own_connection)
def new(connection: Connection) -> Any:
    """What was written since, for the open page; nothing leaves it as it is."""
    after = queries.message_in(connection, _asked_id("after"))
    messages = queries.messages_after(connection, after)
    if not messages:
        return "", 204
    return render_template("messages/_new.html", connection=connection, messages=messages, side=_side(connection))


@bp.post("/messages/<uuid:connection_id>/read")
@allow(*policies.WRITERS, load=queries.own_connection)
def read(connection: Connection) -> Any:
    services.mark_read(actor=actor(), connection=connection)
    db.session.commit()
    return ("", 204) if request.headers.get("HX-Request") else redirect(url_for(".inbox"), 303)


@bp.post("/messages/<uuid:connection_id>/block")
@allow(*policies.WRITERS, load=queries.own_connection)
def block(connection: Connection) -> Response:
    services.block(actor=actor(), connection=connection)
    db.session.commit()
    flash_undo(
        _("Blocked. No message passes until your side lifts it."), url_for(".unblock", connection_id=connection.id)
    )
    return redirect(url_for(".show", connection_id=connection.id), 303)


@bp.post("/messages/<uuid:connection_id>/unblock")
@allow(*policies.WRITERS, load=queries.own_connection)
def unblock(connection: Connection) -> Response:
    services.unblock(actor=actor(), connection=connection)
    db.session.commit()
    flash(_("You write to each other again."), "success")
    return redirect(url_for(".show", connection_id=connection.id), 303)


@bp.route("/messages/written/<uuid:message_id>/report", methods=["GET", "POST"])
@allow(*policies.WRITERS, load=queries.own_message, may=policies.can_report)
def report(message: Message) -> Any:
    form = ReportForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.report(actor=actor(), message=message, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Reported. The staff read this message alone, and you hear when they have."), "success")
            return redirect(url_for(".show", connection_id=message.connection_id), 303)
    return render_template("messages/report.html", form=form, message=message), form.status


@bp.get("/messages/reports")
@allow(*policies.MODERATORS)
def reports() -> Any:
    """Reported messages: those that wait, or those that were looked at."""
    handled = request.args.get("state") == "closed"
    statement = queries.reports(actor(), handled=handled)
    if wants_export():
        return export("reports", REPORTS, db.session.scalars(statement).unique())
    return render_template("messages/reports.html", page=paginate(statement, per_page=20), handled=handled)


@bp.post("/messages/reports/<uuid:report_id>/close")
@allow(*policies.MODERATORS, load=queries.visible_report)
def close_report(found: MessageReport) -> Response:
    remove = request.form.get("remove") == "1"
    services.handle(actor=actor(), report=found, remove=remove)
    db.session.commit()
    flash(_("Closed; the message is removed.") if remove else _("Closed; the message stays."), "success")
    return redirect(url_for(".reports"), 303)


def _side(connection: Connection) -> Any:
    return policies.side_of(actor(), connection)


def _asked_id(name: str) -> uuid.UUID | None:
    with suppress(ValueError):
        return uuid.UUID(request.args.get(name, ""))
    return None
