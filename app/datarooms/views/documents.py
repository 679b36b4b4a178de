"""Folders, documents and their versions, for the project."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import SIGNED_IN, actor, allow
from app.core.flashes import flash_undo
from app.core.listing import paginate
from app.datarooms import labels, policies, queries, services
from app.datarooms.forms import DocumentForm, FolderForm, NewDocumentForm, VersionForm
from app.datarooms.models import DataRoom, RoomDocument, RoomFolder
from app.datarooms.views import bp
from app.extensions import db
from app.files.limits import PDF


def _may_change_folder(person: Any, folder: RoomFolder) -> bool:
    return policies.can_change(person, folder.room)


@bp.post("/rooms/<uuid:room_id>/folders")
@allow(SIGNED_IN, load=queries.visible_room, may=policies.can_change)
def add_folder(room: DataRoom) -> Response:
    form = FolderForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.add_folder(actor=actor(), room=room, name=form.name.data)
            db.session.commit()
            flash(_("Folder added."), "success")
    return _back(form, room.id)


@bp.post("/rooms/folders/<uuid:folder_id>")
@allow(SIGNED_IN, load=queries.visible_folder, may=_may_change_folder)
def rename_folder(folder: RoomFolder) -> Response:
    form, room_id = FolderForm(), folder.room_id
    if form.validate_on_submit():
        with form.field_errors():
            services.rename_folder(actor=actor(), folder=folder, name=form.name.data)
            db.session.commit()
            flash(_("Saved."), "success")
    return _back(form, room_id)


@bp.post("/rooms/folders/<uuid:folder_id>/remove")
@allow(SIGNED_IN, load=queries.visible_folder, may=_may_change_folder)
def remove_folder(folder: RoomFolder) -> Response:
    room_id, name = folder.room_id, folder.name
    services.remove_folder(actor=actor(), folder=folder)
    db.session.commit()
    flash_undo(_("Folder removed."), url_for(".add_folder", room_id=room_id), name=name)
    return redirect(url_for(".show", room_id=room_id), 303)


def _back(form: FolderForm, room_id: uuid.UUID) -> Response:
    """To the room; what was wrong with a name is said there."""
    for errors in form.errors.values():
        flash(str(errors[0]), "error")
    return redirect(url_for(".show", room_id=room_id), 303)


@bp.route("/rooms/<uuid:room_id>/documents/new", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.visible_room, may=policies.can_change)
def add_document(room: DataRoom) -> Any:
    form = NewDocumentForm()
    form.folder_id.choices = _folders(room)
    if form.validate_on_submit():
        with form.field_errors():
            services.add_document(
                actor=actor(),
                room=room,
                upload=form.file.data,
                name=form.name.data or "",
                folder_id=_id(form),
                is_handed_out=form.is_handed_out.data,
            )
            db.session.commit()
            flash(_("Added. Readers see it at once."), "success")
            return redirect(url_for(".show", room_id=room.id), 303)
    return render_template("datarooms/new_document.html", form=form, room=room), form.status


@bp.route("/rooms/documents/<uuid:document_id>", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.visible_document, may=policies.can_change_document)
def document(document: RoomDocument) -> Any:
    """Name, place, versions, and who opened it."""
    form = DocumentForm(obj=document)
    form.folder_id.choices = _folders(document.room)
    if not form.is_submitted():
        form.folder_id.data = str(document.folder_id or "")
    if form.validate_on_submit():
        with form.field_errors():
            services.change_document(
                actor=actor(),
                document=document,
                name=form.name.data or "",
                folder_id=_id(form),
                is_handed_out=form.is_handed_out.data,
            )
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".document", document_id=document.id), 303)
    return _document_page(document, form, VersionForm(formdata=None))


@bp.post("/rooms/documents/<uuid:document_id>/versions")
@allow(SIGNED_IN, load=queries.visible_document, may=policies.can_change_document)
def add_version(document: RoomDocument) -> Any:
    form = VersionForm()
    if form.validate_on_submit():
        with form.field_errors():
            version = services.add_version(actor=actor(), document=document, upload=form.file.data)
            db.session.commit()
            flash(_("Version %(number)s is what readers get from now on.", number=version.number), "success")
            return redirect(url_for(".document", document_id=document.id), 303)
    settings = DocumentForm(formdata=None, obj=document)
    settings.folder_id.choices = _folders(document.room)
    settings.folder_id.data = str(document.folder_id or "")
    return _document_page(document, settings, form)


def _document_page(document: RoomDocument, form: DocumentForm, version_form: VersionForm) -> Any:
    status = max(form.status, version_form.status)
    return render_template(
        "datarooms/document.html",
        document=document,
        room=document.room,
        form=form,
        version_form=version_form,
        versions=queries.versions(document),
        page=paginate(queries.openings(document.room, document_id=document.id), per_page=10, scalars=False),
        happened=labels.HAPPENED,
        pdf=PDF,
    ), status


@bp.post("/rooms/documents/<uuid:document_id>/remove")
@allow(SIGNED_IN, load=queries.visible_document, may=policies.can_change_document)
def remove_document(document: RoomDocument) -> Response:
    services.remove_document(actor=actor(), document=document)
    db.session.commit()
    flash_undo(_("Removed. Nobody opens it any more."), url_for(".restore_document", document_id=document.id))
    return redirect(url_for(".show", room_id=document.room_id), 303)


@bp.post("/rooms/documents/<uuid:document_id>/restore")
@allow(SIGNED_IN, load=queries.visible_document, may=policies.can_change_document)
def restore_document(document: RoomDocument) -> Response:
    services.restore_document(actor=actor(), document=document)
    db.session.commit()
    flash(_("Restored."), "success")
    return redirect(url_for(".show", room_id=document.room_id), 303)


def _folders(room: DataRoom) -> list[tuple[str, str]]:
    return [("", _("Outside of folders")), *((str(folder.id), folder.name) for folder in queries.folders(room))]


def _id(form: DocumentForm) -> uuid.UUID | None:
    return uuid.UUID(form.folder_id.data) if form.folder_id.data else None
