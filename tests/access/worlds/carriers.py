import datetime as dt

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers import services
from app.carriers.models import Carrier
from app.core.model import utc_now
from tests import factories
from tests.access.world import City
from tests.carriers.factories import accreditation, carrier, graduated, published, resource, tenant
from tests.files import samples
from tests.projects.factories import published as published_project


def add(city: City) -> None:
    """Carriers of one operator in the organiser's city, and one of somebody else in another city."""
    staff = city.people["carrier"]
    made = published(staff)
    city.things["carrier"] = {"carrier_id": made.id}
    city.things["carrier_draft"] = {"carrier_id": carrier(staff, name="草稿载体").id}
    archived = published(staff, name="撤出的载体")
    services.archive(actor=staff, carrier=archived)
    city.things["carrier_archived"] = {"carrier_id": archived.id}
    other = factories.actor(Role.CARRIER_STAFF)
    elsewhere = published(other, name="异地载体", region_code="320505")
    city.things["carrier_elsewhere"] = {"carrier_id": elsewhere.id}
    _inside(city, staff, made)
    city.things["resource_elsewhere"] = {"resource_id": resource(other, elsewhere, "staff").id}
    city.things["accreditation_elsewhere"] = {"accreditation_id": accreditation(other, elsewhere).id}
    _tenants(city, staff, made, other, elsewhere)


def _tenants(city: City, staff: Actor, made: Carrier, other: Actor, elsewhere: Carrier) -> None:
    """The owner has a tenant in the carrier and two questions open; the stranger is in the other city."""
    owner = city.people["owner"]
    city.things["tenancy"] = {"tenancy_id": tenant(staff, made, owner).id}
    city.things["tenancy_elsewhere"] = {"tenancy_id": tenant(other, elsewhere, city.people["stranger"]).id}
    _graduate(city, staff, made, "")
    _graduate(city, other, elsewhere, "_elsewhere")
    invited = services.admissions.invite(
        actor=staff, carrier=made, project=published_project(owner, name="受邀入孵"), message="欢迎。"
    )
    applied = services.admissions.apply(
        actor=owner, carrier=made, project=published_project(owner, name="申请入孵"), message="想来。"
    )
    for thing, admission in (("admission_invited", invited), ("admission_applied", applied)):
        city.things[thing] = {"admission_id": admission.id}


def _graduate(city: City, staff: Actor, made: Carrier, where: str) -> None:
    """Of last year: a form waits for its figures, and a park is to be confirmed."""
    founder, day = city.people["stranger" if where else "owner"], dt.date(utc_now().year - 1, 3, 1)
    project = published_project(founder, name="毕业企业")
    inside = tenant(staff, made, founder, project=project, starts_on=day, registered_on=day)
    graduation = graduated(staff, inside, on=day + dt.timedelta(90))
    form = services.graduates.send_follow_ups(year=day.year)[0]
    settlement = services.settlements.report(
        actor=staff, graduation=graduation, park_name="城南标准厂房", region_code=made.zone_code, evidence="三年租约"
    )
    city.things[f"graduated{where}"] = {"tenancy_id": inside.id}
    city.things[f"graduation{where}"] = {"graduation_id": graduation.id}
    city.things[f"follow_up{where}"] = {"follow_up_id": form.id}
    city.things[f"settlement{where}"] = {"settlement_id": settlement.id}


def _inside(city: City, staff: Actor, made: Carrier) -> None:
    for kind in ("platforms", "funds", "staff"):
        city.things[f"resource_{kind}"] = {"resource_id": resource(staff, made, kind).id}
    handed_in = accreditation(staff, made)
    city.things["accreditation"] = {"accreditation_id": handed_in.id}
    upload = samples.upload(samples.pdf(), "认定文件.pdf")
    document = services.accreditations.add_document(actor=staff, accreditation=handed_in, upload=upload)
    city.things["accreditation_document"] = {"document_id": document.id}
    city.things["accreditation_file"] = {"file_id": document.file_id}
