"""The sectors, and the city's own words for them."""

from collections import defaultdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.admin.forms import SynonymForm
from app.admin.views import bp
from app.core.access import actor, allow
from app.core.listing import Column, export, search_words, wants_export
from app.extensions import db
from app.taxonomy import catalogue, labels, services
from app.taxonomy.models import SectorSynonym
from app.taxonomy.queries import VocabularyEntry, own_synonyms, synonym, vocabulary

COLUMNS = (
    Column(_l("Code"), lambda entry: entry.code),
    Column(_l("Group"), lambda entry: labels.label("sector", entry.group)),
    Column("中文", lambda entry: entry.name_zh),
    Column("English", lambda entry: entry.name_en),
    Column(_l("Chinese synonyms"), lambda entry: entry.synonyms_zh),
    Column(_l("English synonyms"), lambda entry: entry.synonyms_en),
)


def _found(words: str) -> list[VocabularyEntry]:
    """The entries with a name or word that holds what was typed."""
    wanted = catalogue.key(words)
    return [
        entry
        for entry in vocabulary()
        if not wanted
        or any(
            wanted in catalogue.key(word)
            for word in (entry.code, entry.name_zh, entry.name_en, *entry.synonyms_zh, *entry.synonyms_en)
        )
    ]


@bp.route("/sectors", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def sectors() -> Any:
    """The list; POST teaches a word."""
    form = SynonymForm()
    if form.validate_on_submit():
        with form.field_errors():
            made = services.add_synonym(actor=actor(), sector_code=form.sector_code.data, text=form.text.data)
            db.session.commit()
            flash(_done(_("“%(word)s” is understood now.", word=made.text), _remove_url(made)), "success")
            return redirect(url_for(".sectors"), 303)
    entries = _found(search_words() if request.method == "GET" else "")
    if wants_export():
        return export("sectors", COLUMNS, entries)
    own: dict[str, list[SectorSynonym]] = defaultdict(list)
    for word in own_synonyms():
        own[word.sector_code].append(word)
    return render_template(
        "admin/sectors.html", form=form, entries=entries, own=own, words=search_words(), total=len(entries)
    ), form.status


@bp.post("/sectors/synonyms/<uuid:synonym_id>/remove")
@allow(Role.ADMINISTRATOR, load=synonym)
def sector_remove(word: SectorSynonym) -> Any:
    text, code = word.text, word.sector_code
    services.remove_synonym(actor=actor(), synonym=word)
    db.session.commit()
    undo = {"sector_code": code, "text": text}
    flash(_done(_("“%(word)s” is no longer understood.", word=text), url_for(".sectors"), undo), "success")
    return redirect(url_for(".sectors"), 303)


def _remove_url(word: SectorSynonym) -> str:
    return url_for(".sector_remove", synonym_id=word.id)


def _done(text: str, undo_url: str, undo_fields: dict[str, str] | None = None) -> Any:
    return {"text": text, "undo_url": undo_url, "undo_fields": undo_fields or {}}
