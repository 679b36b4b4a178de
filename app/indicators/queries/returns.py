"""Returns: one, a carrier's, an authority's; and what each of them says."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier
from app.carriers.queries.carriers import of_region
from app.extensions import db
from app.indicators.models import OPEN_RETURN, Collection, Return, ReturnEntry, ReturnRevision, ReturnState
from app.indicators.periods import parse
from app.indicators.policies import reads_carrier
from app.taxonomy.labels import region_prefix


def visible_return(actor: Actor, return_id: uuid.UUID) -> Return | None:
    item = db.session.get(Return, return_id)
    return item if item is not None and reads_carrier(actor, item.carrier) else None


def visible_collection(actor: Actor, collection_id: uuid.UUID) -> Collection | None:
    """Of the organiser's region, or of a larger one: a district follows its own carriers through the city's."""
    collection = db.session.get(Collection, collection_id)
    own = region_prefix(actor.region_code)
    if collection is None or not own or not actor.is_(Role.ORGANISER):
        return None
    asked = region_prefix(collection.region_code)
    return collection if own.startswith(asked) or asked.startswith(own) else None


def own_returns(actor: Actor, *, state: str = "") -> Select[Return]:
    """Of the carriers that the person works for; what is still to be filed first."""
    statement = select(Return).join(Return.carrier).join(Return.collection)
    statement = statement.where(Carrier.organisation_id == actor.organisation_id)
    if not actor.is_(Role.CARRIER_STAFF):
        statement = statement.where(Return.id.is_(None))
    if state in set(ReturnState):
        statement = statement.where(Return.state == state)
    order = (Return.state.in_(OPEN_RETURN).desc(), Collection.due_on.desc(), Carrier.sort_key, Return.id)
    return statement.order_by(*order)


def of_collection(actor: Actor, collection: Collection, *, state: str = "") -> Select[Return]:
    statement = select(Return).join(Return.carrier).where(Return.collection_id == collection.id, of_region(actor))
    if state in set(ReturnState):
        statement = statement.where(Return.state == state)
    return statement.order_by(Carrier.zone_code, Carrier.sort_key, Return.id)


def collections(actor: Actor) -> Select[Collection]:
    """What was asked in the organiser's region."""
    statement = select(Collection).where(
        Collection.id.in_(_asked(actor)) | (Collection.organisation_id == actor.organisation_id)
    )
    return statement.order_by(Collection.due_on.desc(), Collection.id)


def _asked(actor: Actor) -> Select[uuid.UUID]:
    return select(Return.collection_id).join(Carrier, Carrier.id == Return.carrier_id).where(of_region(actor))


def counts(actor: Actor, rows: Sequence[Collection]) -> dict[uuid.UUID, dict[str, int]]:
    """Collection → state → how many returns of carriers that the organiser oversees."""
    found: dict[uuid.UUID, dict[str, int]] = {row.id: {} for row in rows}
    statement = (
        select(Return.collection_id, Return.state, func.count())
        .join(Carrier, Carrier.id == Return.carrier_id)
        .where(Return.collection_id.in_(found), of_region(actor))
        .group_by(Return.collection_id, Return.state)
    )
    for collection_id, state, number in db.session.execute(statement):
        found[collection_id][state.value] = number
    return found


def entries(item: Return, revision: int) -> Sequence[ReturnEntry]:
    statement = select(ReturnEntry).where(ReturnEntry.return_id == item.id, ReturnEntry.revision == revision)
    return db.session.scalars(statement.order_by(ReturnEntry.code)).all()


def revisions(item: Return) -> Sequence[ReturnRevision]:
    """The last first."""
    statement = select(ReturnRevision).where(ReturnRevision.return_id == item.id)
    return db.session.scalars(statement.order_by(ReturnRevision.number.desc())).all()


def figures_before(item: Return) -> dict[str, int]:
    """Code → what the carrier's accepted return of the period before says."""
    period = parse(item.period)
    assert period is not None
    statement = (
        select(ReturnEntry.code, ReturnEntry.amount)
        .join(Return, Return.id == ReturnEntry.return_id)
        .where(
            Return.carrier_id == item.carrier_id,
            Return.period == period.before().code,
            ReturnEntry.revision == Return.accepted_revision,
        )
    )
    return {row.code: row.amount for row in db.session.execute(statement)}


def shown_figures(actor: Actor, item: Return) -> dict[str, tuple[int | None, str]]:
    """Code → amount and remark: its staff read what they are filling in, the authority what was filed last."""
    if item.is_open and actor.is_(Role.CARRIER_STAFF):
        return {code: (item.draft.get(code), item.remarks.get(code) or "") for code in item.collection.codes}
    filed = {entry.code: (entry.amount, entry.remark) for entry in entries(item, last_filed(item))}
    return {code: filed.get(code, (None, "")) for code in item.collection.codes}


def last_filed(item: Return) -> int:
    """What an open return says to others is what counts of it."""
    return item.accepted_revision or 0 if item.is_open else item.revision


def to_file(actor: Actor) -> Sequence[Return]:
    """Open returns of the person's carriers, the most urgent first."""
    if not actor.is_(Role.CARRIER_STAFF):
        return []
    statement = own_returns(actor).where(Return.state.in_(OPEN_RETURN)).options(joinedload(Return.carrier))
    return db.session.scalars(statement.order_by(None).order_by(Collection.due_on, Return.id)).unique().all()


def to_decide(actor: Actor) -> int:
    statement = select(func.count()).select_from(Return).join(Carrier, Carrier.id == Return.carrier_id)
    return db.session.scalar(statement.where(of_region(actor), Return.state == ReturnState.SUBMITTED)) or 0
