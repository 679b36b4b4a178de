import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.carriers import services
from app.carriers.models import Accreditation, Admission, Carrier, Criterion, Graduation, Tenancy
from tests.projects.factories import published as published_project


def carrier(staff: Actor, **values: Any) -> Carrier:
    return services.create(
        actor=staff,
        **{
            "name": "南湖孵化器",
            "tagline": "给硬科技团队的第一间实验室",
            "summary": "面向柔性电子与机器人团队。",
            "link": "incubator",
            "kinds": ["general"],
            "ownership": "state",
            "region_code": "330402",
            "total_area": 50_000,
            "incubation_area": 35_000,
            **values,
        },
    )


def published(staff: Actor, **values: Any) -> Carrier:
    made = carrier(staff, **values)
    services.publish(actor=staff, carrier=made)
    return made


def resource(staff: Actor, carrier: Carrier, kind: str, **values: Any) -> Any:
    first = {
        "platforms": {"name": "可靠性测试平台", "mode": "own"},
        "funds": {"name": "南湖种子基金", "mode": "set_up", "fund_type": "seed", "size": 30_000_000_00},
        "staff": {"name": "陈辅导", "position": "辅导员"},
    }[kind]
    return services.resources.add(actor=staff, carrier=carrier, kind=kind, **{**first, **values})


def accreditation(staff: Actor, carrier: Carrier, **values: Any) -> Accreditation:
    return services.accreditations.submit(
        actor=staff,
        carrier=carrier,
        **{"title": "carrier", "level": "municipal", "issued_on": dt.date(2024, 6, 1), **values},
    )


def tenant(staff: Actor, carrier: Carrier, founder: Actor, **values: Any) -> Tenancy:
    """A project of the founder that the carrier took in."""
    project = values.pop("project", None) or published_project(founder)
    asked = services.admissions.invite(actor=staff, carrier=carrier, project=project, **values)
    assert isinstance(asked, Admission)
    tenancy = services.admissions.agree(actor=founder, admission=asked)
    assert tenancy is not None
    return tenancy


def graduated(staff: Actor, tenancy: Tenancy, **values: Any) -> Graduation:
    first = {"criterion": Criterion.HIGH_TECH, "evidence": "证书编号 GR202433000001"}
    return services.graduates.graduate(actor=staff, tenancy=tenancy, **{**first, **values})
