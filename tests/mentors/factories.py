from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.extensions import db
from app.mentors import services
from app.mentors.models import EvidenceKind, Filing, Mentor
from app.mentors.register import CONSENTS
from app.mentors.services import filing as applications
from tests import factories
from tests.files import samples


def mentor(owner: Actor | None = None, **values: Any) -> Mentor:
    return services.create(
        actor=owner or factories.actor(Role.MENTOR),
        **{
            "name": "沈若水",
            "headline": "帮硬件团队从样机走到量产",
            "bio": "做了二十年电子产品。",
            "expertise": ["financing"],
            "sectors": ["robotics"],
            "stages": ["seed"],
            "region_code": "330402",
            "capacity": 2,
            **values,
        },
    )


def published(owner: Actor | None = None, **values: Any) -> Mentor:
    """A mentor as the register shows them: published and filed, as an import of the authority files."""
    made = unfiled(owner, **values)
    for name, value in services.entered(made.organisation.region_code).items():
        setattr(made, name, value)
    services.index(made)
    db.session.flush()
    return made


def unfiled(owner: Actor | None = None, **values: Any) -> Mentor:
    """Published, and not in the register."""
    owner = owner or factories.actor(Role.MENTOR)
    made = mentor(owner, **values)
    services.publish(actor=owner, mentor=made)
    return made


def filing(owner: Actor, made: Mentor, *, sent: bool = True) -> Filing:
    """An application with a statement and a file, sent unless said otherwise."""
    applied = applications.start(actor=owner, mentor=made)
    applications.save(actor=owner, filing=applied, statement="愿意每月辅导两个团队。")
    upload = samples.upload(samples.image("PNG"), "证书.png")
    applications.attach(actor=owner, filing=applied, kind=EvidenceKind.RECORD, upload=upload)
    if sent:
        applications.submit(actor=owner, filing=applied, consents=list(CONSENTS))
    return applied
