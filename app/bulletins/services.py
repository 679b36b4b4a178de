"""Writing bulletins: started, arranged, counted, published once and for all, corrected by another."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.actor import Actor
from app.bulletins import counting, notices, queries
from app.bulletins.labels import correction_titles, titles
from app.bulletins.models import Audience, Bulletin, BulletinFigure, BulletinState, BulletinStory, Part, Section
from app.bulletins.policies import can_edit, writes
from app.core.bulk import insert_rows
from app.core.errors import Conflict, Invalid, require
from app.core.model import new_id, utc_now
from app.extensions import db
from app.indicators import catalogue, periods
from app.indicators.periods import Period
from app.indicators.policies import oversees_region
from app.indicators.queries.targets import COMPARED

MOST = {"headlines": 12, "compared": 8, "sections": len(Section)}
MOST_STORIES = 6
FRESH = dt.timedelta(minutes=2)
STEPS = frozenset({"add", "remove", "up", "down"})
TEXTS = ("title", "title_en", "cause", "cause_en", "changes", "changes_en", "remarks", "remarks_en")
# What a correction begins with.
_COPIED = ("audience", "changes", "changes_en", "remarks", "remarks_en")
_LISTS = ("sections", "headlines", "compared", "chosen_stories")


def start(*, actor: Actor, region: str, quarter: Period) -> Bulletin:
    """A draft with the choice of the last one and its figures; the one that there is already."""
    require(oversees_region(actor, region) and actor.organisation_id is not None)
    if quarter not in queries.quarters():
        raise Invalid(_("Choose a quarter that is over."), "period")
    known = queries.started(actor.organisation_id, region, quarter.code)
    if known is not None and not known.is_published:
        known.state = BulletinState.DRAFT
        db.session.flush()
        return known
    title, title_en = titles(region, quarter)
    made = Bulletin(
        organisation_id=actor.organisation_id,
        created_by_id=actor.account_id,
        region_code=region,
        period=quarter.code,
        number=0,
        title=title,
        title_en=title_en,
        headlines=[each.code for each in catalogue.headlines()],
        compared=list(COMPARED),
    )
    if queries.same(made) is not None:
        raise Invalid(_("A bulletin of this quarter is published already; correct it there."), "period")
    assert actor.organisation_id is not None
    if (last := queries.last_choice(actor.organisation_id, region)) is not None:
        for name in ("sections", "headlines", "compared"):
            setattr(made, name, list(getattr(last, name)))
        made.audience = last.audience
    db.session.add(made)
    db.session.flush()
    return _counted(made)


def correct(*, actor: Actor, bulletin: Bulletin) -> Bulletin:
    """The draft of another one, which says what it corrects; the published one stays as it is."""
    require(writes(actor, bulletin))
    if not bulletin.is_published:
        raise Conflict(_("Only what is published is corrected by another; this one can still be changed."))
    if queries.correction_of(bulletin) is not None:
        raise Conflict(_("This bulletin is corrected already; correct the newer one."))
    known = queries.drafted_correction(bulletin)
    if known is not None:
        known.state = BulletinState.DRAFT
        db.session.flush()
        return known
    title, title_en = correction_titles(bulletin)
    made = Bulletin(
        organisation_id=bulletin.organisation_id,
        created_by_id=actor.account_id,
        region_code=bulletin.region_code,
        period=bulletin.period,
        number=bulletin.number + 1,
        corrects_id=bulletin.id,
        title=title,
        title_en=title_en,
        **{name: getattr(bulletin, name) for name in _COPIED},
        **{name: list(getattr(bulletin, name)) for name in _LISTS},
    )
    db.session.add(made)
    db.session.flush()
    return _counted(made)


def write(*, actor: Actor, bulletin: Bulletin, **values: Any) -> None:
    """Its texts, who reads it, and the stories that it tells."""
    _editable(actor, bulletin)
    for name in TEXTS:
        if name in values:
            setattr(bulletin, name, values[name] or "")
    if not bulletin.title:
        raise Invalid(_("Give it a title."), "title")
    if "audience" in values:
        bulletin.audience = Audience(values["audience"])
    if "stories" in values:
        bulletin.chosen_stories = list(dict.fromkeys(values["stories"] or []))[:MOST_STORIES]
    db.session.flush()


def arrange(*, actor: Actor, bulletin: Bulletin, part: str, code: str, step: str) -> None:
    """Put a section or an indicator in, out, or one place up or down."""
    _editable(actor, bulletin)
    known = set(Section) if part == "sections" else set(catalogue.by_code())
    if part not in MOST or code not in known or step not in STEPS:
        raise Invalid(_("Choose an indicator of the catalogue."), "code")
    chosen = list(getattr(bulletin, part))
    if step == "add":
        if code in chosen:
            return
        if len(chosen) >= MOST[part]:
            raise Invalid(_("At most %(most)s; take one out first.", most=MOST[part]), "code")
        chosen.append(code)
    elif code not in chosen:
        raise Conflict(_("It is not in the bulletin any more."))
    elif step == "remove":
        chosen.remove(code)
    else:
        place = chosen.index(code)
        chosen.insert(max(0, place - 1) if step == "up" else place + 1, chosen.pop(place))
    setattr(bulletin, part, chosen)
    db.session.flush()
    if step == "add" and part != "sections":
        _counted(bulletin)


def recount(*, actor: Actor, bulletin: Bulletin) -> bool:
    """Count the figures again; whether any of them is another one now."""
    _editable(actor, bulletin)
    before = _values(bulletin)
    _counted(bulletin)
    return _values(bulletin) != before


def publish(*, actor: Actor, bulletin: Bulletin, at: dt.datetime | None = None) -> bool:
    """Freeze it, unless its figures are others than those that were looked at: then they stand in the draft, and
    nothing is published. `at` is for what was published before it was written down here; nobody is told of that."""
    require(writes(actor, bulletin))
    db.session.refresh(bulletin, with_for_update=True)
    if not bulletin.is_draft:
        raise Conflict(_("This is already published.") if bulletin.is_published else _("This draft was thrown away."))
    if queries.same(bulletin) is not None:
        raise Conflict(_("A bulletin of this quarter is published already; correct it there."))
    if bulletin.number and not bulletin.cause:
        raise Invalid(_("Say what it corrects."), "cause")
    if not _is_fresh(bulletin) and recount(actor=actor, bulletin=bulletin):
        return False
    _freeze_stories(bulletin)
    bulletin.publisher, bulletin.publisher_en = bulletin.organisation.name, bulletin.organisation.name_en
    bulletin.published_by_id = actor.account_id
    bulletin.state, bulletin.published_at = BulletinState.PUBLISHED, at or utc_now()
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("A bulletin of this quarter is published already; correct it there.")) from error
    if at is None:
        notices.published(bulletin, by=actor)
    return True


def discard(*, actor: Actor, bulletin: Bulletin) -> None:
    _editable(actor, bulletin)
    bulletin.state = BulletinState.DISCARDED
    db.session.flush()


def restore(*, actor: Actor, bulletin: Bulletin) -> None:
    require(writes(actor, bulletin))
    if bulletin.state is not BulletinState.DISCARDED:
        raise Conflict(_("This was not thrown away."))
    bulletin.state = BulletinState.DRAFT
    db.session.flush()


def _editable(actor: Actor, bulletin: Bulletin) -> None:
    require(writes(actor, bulletin))
    if not can_edit(actor, bulletin):
        raise Conflict(_("This bulletin is not a draft any more."))


def _is_fresh(bulletin: Bulletin) -> bool:
    """Counted just now, so that there is nothing to look at again."""
    return bulletin.counted_at is not None and utc_now() - bulletin.counted_at < FRESH


def _counted(bulletin: Bulletin) -> Bulletin:
    quarter = periods.parse(bulletin.period)
    assert quarter is not None
    rows = counting.count(bulletin.region_code, quarter, bulletin.headlines, bulletin.compared)
    db.session.execute(delete(BulletinFigure).where(BulletinFigure.bulletin_id == bulletin.id))
    if rows:
        insert_rows(BulletinFigure, [{"id": new_id(), "bulletin_id": bulletin.id, **row} for row in rows])
    bulletin.counted_at, bulletin.catalogue = utc_now(), catalogue.version()
    db.session.flush()
    return bulletin


def _values(bulletin: Bulletin) -> list[dict[str, Any]]:
    """What its figures say of what is chosen now."""
    columns = [column for column in BulletinFigure.__table__.c if column.name != "id"]
    region = BulletinFigure.part.in_((Part.HEADLINE, Part.TREND)) & BulletinFigure.code.in_(bulletin.headlines)
    zones = (BulletinFigure.part == Part.ZONE) & BulletinFigure.code.in_(bulletin.compared)
    statement = select(*columns).where(BulletinFigure.bulletin_id == bulletin.id, region | zones)
    order = (BulletinFigure.part, BulletinFigure.code, BulletinFigure.region_code, BulletinFigure.period)
    return [dict(row._mapping) for row in db.session.execute(statement.order_by(*order))]


def _freeze_stories(bulletin: Bulletin) -> None:
    rows = [
        {
            "id": new_id(),
            "bulletin_id": bulletin.id,
            "position": position,
            "story_id": story.id,
            **{name: getattr(story, name) for name in ("title", "title_en", "summary", "summary_en")},
        }
        for position, story in enumerate(queries.chosen_stories(bulletin))
    ]
    if rows:
        insert_rows(BulletinStory, rows)
