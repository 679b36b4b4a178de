"""Figures, returns and targets."""

ORGANISERS = "organiser other_organiser: ok; *: 403"
# Its staff and the authority of its region; a draft is its staff's alone.
OF_CARRIER = {
    "carrier": "carrier organiser: ok; *: 403",
    "carrier_draft": "carrier: ok; *: 404",
    "carrier_elsewhere": "other_organiser: ok; *: 403",
    "carrier_archived": "carrier organiser: ok; *: 404",
}

ROUTES: dict[str, dict[str, str]] = {
    "indicators.dashboard": {"-": ORGANISERS},
    "indicators.index": {"-": "carrier organiser other_organiser: ok; *: 403"},
    "indicators.of_carrier": OF_CARRIER,
    "indicators.rows": {"code=tenants": ORGANISERS, "code=nothing": "organiser other_organiser: 404; *: 403"},
    "indicators.rows_of_carrier": {f"{thing} code=tenants": who for thing, who in OF_CARRIER.items()},
    "indicators.show": {"code=tenants": ORGANISERS, "code=nothing": "organiser other_organiser: 404; *: 403"},
}
