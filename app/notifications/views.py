"""One's own notices and how one wants to hear of things; the mails an installation without a server keeps."""

import ipaddress
import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.accounts import signing
from app.accounts.actor import Actor
from app.core.access import PUBLIC, SIGNED_IN, actor, allow
from app.core.errors import Invalid
from app.core.listing import paginate, search_words
from app.core.mail import OutboxMessage
from app.core.security import local_path
from app.extensions import csrf, db
from app.notifications import kinds, queries, services, unsubscribing
from app.notifications.labels import MAIL_LABELS
from app.notifications.models import MailChoice, Notification

bp = Blueprint("notifications", __name__)
bp.add_app_template_global(kinds.sentence, "notice_sentence")
bp.add_app_template_global(kinds.icon, "notice_icon")


@bp.get("/notifications")
@allow(SIGNED_IN)
def index() -> str:
    unread_only = request.args.get("show") == "unread"
    topics = kinds.topics(queries.kinds_received(actor()))
    topic = next((one for one in topics if one.name == request.args.get("kind")), None)
    page = paginate(queries.notices(actor(), unread_only=unread_only, of_kinds=topic.kinds if topic else ()))
    choices = [(one.name, one.label) for one in topics]
    return render_template("notifications/index.html", page=page, unread_only=unread_only, topic=topic, choices=choices)


@bp.post("/notifications/<uuid:notification_id>/open")
@allow(SIGNED_IN, load=queries.own)
def open_(notification: Notification) -> Response:
    """Read it and go where it leads, acting in the membership that it concerns."""
    services.mark_read(actor=actor(), notification=notification)
    person: Actor = actor()
    if notification.membership_id not in (None, person.membership_id):
        membership = next((one for one in person.memberships if one.id == notification.membership_id), None)
        if membership:
            signing.switch(membership)
            flash(_("You now act for %(name)s.", name=membership.organisation.name), "info")
    target = notification.url or url_for(".index")
    db.session.commit()
    return redirect(target, 303)


@bp.post("/notifications/<uuid:notification_id>/read")
@allow(SIGNED_IN, load=queries.own)
def read(notification: Notification) -> Response:
    services.mark_read(actor=actor(), notification=notification)
    db.session.commit()
    return _back()


@bp.post("/notifications/<uuid:notification_id>/unread")
@allow(SIGNED_IN, load=queries.own)
def unread(notification: Notification) -> Response:
    services.mark_unread(actor=actor(), notification=notification)
    db.session.commit()
    return _back()


@bp.post("/notifications/read")
@allow(SIGNED_IN)
def read_all() -> Response:
    services.mark_all_read(actor=actor())
    db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.route("/notifications/settings", methods=["GET", "POST"])
@allow(SIGNED_IN)
def settings() -> Any:
    person = actor()
    offered = kinds.offered_to({membership.role.value for membership in person.memberships})
    if request.method == "POST":
        for topic in offered:
            wanted = request.form.get(f"mail-{topic.name}", "")
            if wanted not in set(MailChoice):
                raise Invalid(_("Choose how to hear of each kind of notice."))
            in_app = f"in_app-{topic.name}" in request.form
            services.choose(account_id=person.account_id, kinds=topic.kinds, in_app=in_app, mail=MailChoice(wanted))
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for(".settings"), 303)
    chosen = queries.settings(person.account_id)
    return render_template("notifications/settings.html", offered=offered, chosen=chosen, mail_labels=MAIL_LABELS)


@bp.route("/notifications/unsubscribe/<token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs post here without having seen a page; the signed token is the proof
@allow(PUBLIC, load=unsubscribing.wish)
def unsubscribe(wish: unsubscribing.Wish) -> Any:
    if request.method == "POST":
        services.stop_mails(account_id=wish.account.id, kind=wish.kind)
        db.session.commit()
        return redirect(url_for(".unsubscribe", token=wish.token, done=1), 303)
    label = _("Daily summary") if wish.kind == unsubscribing.DIGEST else kinds.topic_of(wish.kind).label
    return render_template("notifications/unsubscribe.html", label=label, done=request.args.get("done") == "1")


def _back() -> Response:
    return redirect(local_path(request.form.get("back"), url_for(".index")), 303)


def _kept_mails_are_shown() -> bool:
    """Kept mails open accounts. They are read on the machine itself, of an installation that is reached at no other
    address: a proxy in front or a page elsewhere that lends its name to this machine is not enough."""
    if current_app.config["MAIL_SERVER"]:
        return False
    asked = urlsplit(f"//{request.host}").hostname
    configured = urlsplit(current_app.config["BASE_URL"]).hostname
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip"))
    return not forwarded and all(_is_loopback(host) for host in (request.remote_addr, asked, configured))


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _kept_mails(_actor: Actor) -> Any:
    newest = select(OutboxMessage).order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return newest if _kept_mails_are_shown() else None


def _kept_mail(_actor: Actor, message_id: uuid.UUID) -> OutboxMessage | None:
    return db.session.get(OutboxMessage, message_id) if _kept_mails_are_shown() else None


@bp.get("/dev/mail")
@allow(PUBLIC, load=_kept_mails)
def dev_mail(mails: Any) -> str:
    if words := search_words():
        mails = mails.where(OutboxMessage.recipient.contains(words.lower(), autoescape=True))
    return render_template("notifications/dev_mail.html", page=paginate(mails), words=words)


@bp.get("/dev/mail/<uuid:message_id>")
@allow(PUBLIC, load=_kept_mail)
def dev_mail_message(message: OutboxMessage) -> str:
    return render_template("notifications/dev_mail_message.html", message=message)
