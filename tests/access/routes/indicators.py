"""Figures, returns and targets."""

ORGANISERS = "organiser other_organiser: ok; *: 403"
# Its staff and the authority of its region; a draft is its staff's alone.
OF_CARRIER = {
    "carrier": "carrier organiser province: ok; *: 403",
    "carrier_draft": "carrier: ok; *: 404",
    "carrier_elsewhere": "other_organiser: ok; *: 403",
    "carrier_archived": "carrier organiser province: ok; *: 404",
}

RETURNS = ("return_draft", "return_submitted", "return_accepted")
READ = dict.fromkeys(RETURNS, "carrier organiser province: ok; *: 404")
FILED = dict.fromkeys(RETURNS, "carrier: ok; organiser province: 403; *: 404")
DECIDED = dict.fromkeys(RETURNS, "organiser province: ok; carrier: 403; *: 404")
COLLECTION = {"collection": "organiser province: ok; *: 404"}
ASKED_FOR = {"collection": "organiser: ok; province: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "indicators.choose_target": {"-": "organiser other_organiser: 404; *: 403"},
    "indicators.collection": COLLECTION,
    "indicators.collections": {"-": ORGANISERS},
    "indicators.create_collection": {"-": ORGANISERS},
    "indicators.dashboard": {"-": ORGANISERS},
    "indicators.edit_target": {
        "code=tenants year=2026": ORGANISERS,
        "code=tenants year=1800": "organiser other_organiser: 404; *: 403",
        "code=nothing year=2026": "organiser other_organiser: 404; *: 403",
    },
    "indicators.index": {"-": "carrier organiser other_organiser: ok; *: 403"},
    "indicators.of_carrier": OF_CARRIER,
    "indicators.postpone": ASKED_FOR,
    "indicators.ranking": {"-": ORGANISERS},
    "indicators.remind": ASKED_FOR,
    "indicators.return_accept": DECIDED,
    "indicators.return_correct": FILED,
    "indicators.return_drop_correction": FILED,
    "indicators.return_edit": FILED,
    "indicators.return_print": READ,
    "indicators.return_send_back": DECIDED,
    "indicators.return_sheet": READ,
    "indicators.return_show": READ,
    "indicators.return_take_back": FILED,
    "indicators.return_upload": FILED,
    "indicators.returns": {"-": "carrier: ok; *: 403"},
    "indicators.rows": {"code=tenants": ORGANISERS, "code=nothing": "organiser other_organiser: 404; *: 403"},
    "indicators.rows_of_carrier": {f"{thing} code=tenants": who for thing, who in OF_CARRIER.items()},
    "indicators.show": {"code=tenants": ORGANISERS, "code=nothing": "organiser other_organiser: 404; *: 403"},
    "indicators.target_examples": {"-": ORGANISERS},
    "indicators.targets": {"-": ORGANISERS},
}
