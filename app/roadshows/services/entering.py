"""Projects that the organiser enters, because their owners do not use the platform yet."""

import uuid
from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.cities.sharing import put_before
from app.core.errors import Conflict
from app.core.model import utc_now
from app.core.profiles import ProfileState
from app.extensions import db
from app.projects.models import Project
from app.projects.queries import in_cities
from app.roadshows.models import Application, ApplicationState, Roadshow, RoadshowState
from app.roadshows.policies import manages
from app.roadshows.services.places import lock, require


def enter(*, actor: Actor, roadshow: Roadshow, project_ids: Collection[uuid.UUID]) -> int:
    """Applications in the organiser's name; returns how many are new.

    The owners consented to nothing: what is not public of the project stays closed until they apply themselves.
    """
    require(manages(actor, roadshow))
    lock(roadshow)
    if roadshow.state not in {RoadshowState.DRAFT, RoadshowState.OPEN}:
        raise Conflict(_("The line-up is fixed."))
    published = select(Project).where(Project.id.in_(project_ids), Project.state == ProfileState.PUBLISHED)
    published = published.where(put_before(roadshow.organisation.region_code, in_cities))
    present = select(Application).where(Application.roadshow_id == roadshow.id, Application.project_id.in_(project_ids))
    known = {application.project_id: application for application in db.session.scalars(present).unique()}
    new = 0
    for project in db.session.scalars(published.order_by(Project.id)).unique():
        application = known.get(project.id) or Application(roadshow_id=roadshow.id, project_id=project.id)
        if application.state is ApplicationState.SENT:
            continue
        application.state, application.sent_at, application.sent_by_id = (
            ApplicationState.SENT,
            utc_now(),
            actor.account_id,
        )
        # Also when its owner had begun or withdrawn an application: that consent is gone.
        application.withdrawn_at = application.consented_at = None
        application.wants = application.presenter = ""  # a pitch that its owner never sent
        db.session.add(application)
        new += 1
    db.session.flush()
    return new
