"""Carriers of the incubation chain, and who is inside them."""

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

__all__ = [
    "AWARDED",
    "CHAIN",
    "Carrier",
    "CarrierFacet",
    "CarrierKind",
    "CarrierPeriod",
    "Level",
    "Link",
    "Ownership",
]
