"""Carriers of the incubation chain, and who is inside them."""

from app.carriers.models.accreditations import (
    Accreditation,
    AccreditationDocument,
    AccreditationState,
    Title,
)
from app.carriers.models.carriers import (
    AWARDED,
    CHAIN,
    Carrier,
    CarrierFacet,
    CarrierKind,
    CarrierPeriod,
    Level,
    Link,
    Ownership,
)
from app.carriers.models.resources import (
    RESOURCES,
    CarrierFund,
    CarrierPlatform,
    CarrierStaff,
    FundMode,
    PlatformMode,
    Resource,
    StaffTraining,
    TrainingLevel,
)
from app.carriers.models.tenancies import (
    Admission,
    AdmissionOrigin,
    LeaveReason,
    ServiceAssignment,
    TeamRole,
    Tenancy,
)

__all__ = [
    "AWARDED",
    "CHAIN",
    "RESOURCES",
    "Accreditation",
    "AccreditationDocument",
    "AccreditationState",
    "Admission",
    "AdmissionOrigin",
    "Carrier",
    "CarrierFacet",
    "CarrierFund",
    "CarrierKind",
    "CarrierPeriod",
    "CarrierPlatform",
    "CarrierStaff",
    "FundMode",
    "LeaveReason",
    "Level",
    "Link",
    "Ownership",
    "PlatformMode",
    "Resource",
    "ServiceAssignment",
    "StaffTraining",
    "TeamRole",
    "Tenancy",
    "Title",
    "TrainingLevel",
]
