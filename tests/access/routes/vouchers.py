"""Innovation vouchers and the invoices paid with them."""

OWN = "owner teammate organiser: ok; *: 404"
REQUEST = "service_payable"
ALL = dict.fromkeys(("invoice_submitted", "invoice_confirmed"), "owner teammate organiser agency: ok; *: 404")


def _only(people: str, others: str) -> dict[str, str]:
    return dict.fromkeys(ALL, f"{people}: ok; {others}: 403; *: 404")


ROUTES: dict[str, dict[str, str]] = {
    "offerings.confirm_invoice": _only("owner teammate", "organiser agency"),
    "offerings.issue_voucher": {"-": "organiser other_organiser: ok; *: 403"},
    "offerings.offer_voucher": {REQUEST: "owner teammate: ok; agency: 403; *: 404"},
    "offerings.pay_invoice": _only("organiser", "owner teammate agency"),
    "offerings.redemption": ALL,
    "offerings.redemptions": {"-": "owner teammate stranger organiser other_organiser agency: ok; *: 403"},
    "offerings.refuse_invoice": _only("owner teammate organiser", "agency"),
    "offerings.revoke_voucher": {"voucher": "organiser: ok; owner teammate: 403; *: 404"},
    "offerings.submit_invoice": {REQUEST: "agency: ok; owner teammate: 403; *: 404"},
    "offerings.voucher": {"voucher": OWN},
    "offerings.vouchers": {"-": "owner teammate stranger organiser other_organiser: ok; *: 403"},
    "offerings.withdraw_invoice": _only("agency", "owner teammate organiser"),
}
