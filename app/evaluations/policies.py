"""Who evaluates, who reads a result before and after it is published, and who may answer it."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.policies import oversees, owns
from app.evaluations.models import Appeal, AppealDocument, Result, Run, RunReviewer, Scheme
from app.extensions import db
from app.files.models import File
from app.indicators.policies import oversees_region


def keeps(actor: Actor, scheme: Scheme) -> bool:
    """The scheme is the authority's for which the person organises."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(scheme.organisation_id)


def manages(actor: Actor, run: Run) -> bool:
    """The run is made by the authority for which the person organises."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(run.organisation_id)


def manages_result(actor: Actor, result: Result) -> bool:
    return manages(actor, result.run)


def decides_appeal(actor: Actor, appeal: Appeal) -> bool:
    return manages(actor, appeal.result.run)


def is_reviewer(actor: Actor, run: Run) -> bool:
    if not actor.is_(Role.ORGANISER):
        return False
    mine = select(RunReviewer.id).where(RunReviewer.run_id == run.id, RunReviewer.membership_id == actor.membership_id)
    return db.session.scalar(mine) is not None


def judges(actor: Actor, result: Result) -> bool:
    return is_reviewer(actor, result.run)


def sees_run(actor: Actor, run: Run) -> bool:
    """Its authority, that of a larger region, and its reviewers; everybody else waits for the published list."""
    return manages(actor, run) or oversees_region(actor, run.region_code) or is_reviewer(actor, run)


def sees_result(actor: Actor, result: Result) -> bool:
    """Once published also the carrier's own staff, and the authority of its zone."""
    if sees_run(actor, result.run):
        return True
    return result.run.is_published and (owns(actor, result.carrier) or oversees(actor, result.carrier))


def answers(actor: Actor, result: Result) -> bool:
    """The carrier's staff appeal and report what was put right."""
    return owns(actor, result.carrier) and result.run.is_published


def sends_appeal(actor: Actor, appeal: Appeal) -> bool:
    return answers(actor, appeal.result)


def can_read_document(actor: Actor, file: File) -> bool:
    """A guard of files: what an appeal shows is for the carrier and the authorities that read its result."""
    statement = select(Appeal).join(AppealDocument, AppealDocument.appeal_id == Appeal.id)
    appeal = db.session.scalar(statement.where(AppealDocument.file_id == file.id))
    return appeal is not None and sees_result(actor, appeal.result)


def reads_figures(actor: Actor, result: Result) -> bool:
    """Whose staff, or whose authority, may open the rows behind the figures."""
    return owns(actor, result.carrier) or oversees(actor, result.carrier)
