from app.carriers.models import Carrier
from app.evaluations import services
from app.evaluations.models import Result, Run
from app.extensions import db
from tests.access.world import City
from tests.evaluations.factories import own_scheme, published, run_of
from tests.files import samples


def add(city: City) -> None:
    """A run that is a draft, one that is published with an open appeal, and one where the carrier reported."""
    organiser, staff = city.people["organiser"], city.people["carrier"]
    carrier = db.session.get_one(Carrier, city.things["carrier"]["carrier_id"])
    scheme = own_scheme(organiser, "general_incubator")
    city.things["scheme"] = {"scheme_id": scheme.id}
    city.things["scheme_draft"] = {"scheme_id": own_scheme(organiser, "seven_ones").id}
    draft = run_of(organiser, scheme, "year")
    services.runs.assign(actor=organiser, run=draft, membership_ids=[organiser.membership.id])
    _thing(city, "draft", draft, carrier)
    told = published(organiser, run_of(organiser, scheme, "quarter"))
    appealed = _thing(city, "published", told, carrier)
    appeal = services.appeals.send(actor=staff, result=appealed, text="面积口径有误")
    document = services.appeals.add_document(actor=staff, appeal=appeal, upload=samples.upload(samples.pdf(), "e.pdf"))
    city.things["appeal"] = {"appeal_id": appeal.id}
    city.things["appeal_document"] = {"document_id": document.id}
    city.things["appeal_file"] = {"file_id": document.file_id}
    reported = _thing(city, "reported", published(organiser, run_of(organiser, scheme, "month")), carrier)
    services.rectifying.report(actor=staff, result=reported, text="已补齐导师")


def _thing(city: City, name: str, run: Run, carrier: Carrier) -> Result:
    result = db.session.query(Result).filter_by(run_id=run.id, carrier_id=carrier.id).one()
    city.things[f"run_{name}"] = {"run_id": run.id}
    city.things[f"result_{name}"] = {"result_id": result.id}
    return result
