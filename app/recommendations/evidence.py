"""What a reader may be told: every piece of evidence names the fields it comes from, and is shown only to whoever reads
those fields on both sides."""

from collections.abc import Collection, Mapping
from typing import Any

# Which fields of the project and of the candidate a piece of evidence tells something about, beyond what is always
# public. A reader is told only what they may read in both. Terms are looked up in the texts they stand in.
SOURCES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # A fund's mandate, ticket range among it, is always public.
    "mandate_sector": ((), ()),
    "mandate_sector_group": ((), ()),
    "mandate_round": ((), ()),
    "mandate_region": ((), ()),
    "ticket_fits": (("amount_sought",), ()),
    "deals_sector": ((), ("portfolio",)),
    "deals_place": ((), ("portfolio",)),
    "deals_round": ((), ("portfolio",)),
    "deals_year": ((), ("portfolio",)),
    "round_outside": ((), ()),
    "sector_outside": ((), ()),
    "region_outside": ((), ()),
    "amount_below_ticket": (("amount_sought",), ()),
    "amount_above_ticket": (("amount_sought",), ()),
    # A mentor's expertise, sectors and stages stand in the public register.
    "needs_met": (("need",), ()),
    "same_sector": ((), ()),
    "same_stage": ((), ()),
    "same_city": ((), ()),
    "same_province": ((), ()),
    "stage_outside": ((), ()),
}
# The same for the bars.
PART_SOURCES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ticket": (("amount_sought",), ()),
    "need": (("need",), ()),
    "portfolio": ((), ("portfolio",)),
    "activity": ((), ("portfolio",)),
}
# Fields without a choice: whoever sees the profile reads them.
ALWAYS = frozenset({"name", "tagline", "headline"})


def readable(entry: Mapping[str, Any], project_fields: Collection[str], candidate_fields: Collection[str]) -> bool:
    """Whether a reader of these fields may be told. A term needs one readable text on each side, a fact all of its
    fields."""
    enough = any if entry.get("any") else all
    return enough(name in project_fields for name in entry["project"]) and enough(
        name in candidate_fields for name in entry["candidate"]
    )
