"""Seed money, years and statements of subsidies."""

ORGANISERS = "organiser other_organiser: ok; *: 403"
BOTH = "carrier organiser other_organiser: ok; *: 403"
GRANTS = ("grant_reported", "grant_confirmed")
YEAR = {"subsidy_year": "organiser: ok; *: 404"}
SENT = ("statement_sent", "statement_confirmed", "statement_approved")


def _grants(people: str, others: str) -> dict[str, str]:
    return dict.fromkeys(GRANTS, f"{people}: ok; {others}: 403; *: 404")


def _statements(people: str, others: str) -> dict[str, str]:
    """What is only computed the carrier does not see."""
    return dict.fromkeys(SENT, f"{people}: ok; {others}: 403; *: 404")


COMPUTED = {"statement_computed": "organiser: ok; *: 404"}
READ = dict.fromkeys(SENT, "carrier organiser: ok; *: 404") | COMPUTED
RUN = _statements("organiser", "carrier") | COMPUTED
ANSWERED = _statements("carrier", "organiser") | {"statement_computed": "organiser: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "subsidies.approve": RUN,
    "subsidies.compute": YEAR,
    "subsidies.confirm": ANSWERED,
    "subsidies.confirm_grant": _grants("organiser province", "carrier"),
    "subsidies.discard": RUN,
    "subsidies.edit_year": YEAR,
    "subsidies.grant": dict.fromkeys(GRANTS, "carrier organiser province: ok; *: 404"),
    "subsidies.grants": {"-": BOTH},
    "subsidies.index": {"-": BOTH},
    "subsidies.object_to": ANSWERED,
    "subsidies.open_year": {"-": ORGANISERS},
    "subsidies.pay": RUN,
    "subsidies.reject_grant": _grants("organiser province", "carrier"),
    "subsidies.report_grant": {
        "carrier": "carrier: ok; *: 403",
        "carrier_draft": "carrier: 403; *: 404",
        "carrier_elsewhere": "*: 403",
        "carrier_archived": "carrier organiser province: 403; *: 404",
    },
    "subsidies.revoke_grant": _grants("organiser province", "carrier"),
    "subsidies.send": RUN,
    "subsidies.send_all": YEAR,
    "subsidies.show_rules": {"-": BOTH},
    "subsidies.statement": READ,
    "subsidies.statement_print": READ,
    "subsidies.withdraw_grant": _grants("carrier", "organiser province"),
}
