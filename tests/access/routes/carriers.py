"""Carriers."""

from tests.access.audiences import ENTREPRENEURS, EVERYBODY

STAFF = "carrier: ok; *: 403"
OPERATED = {"carrier": STAFF, "carrier_draft": "carrier: ok; *: 404", "carrier_elsewhere": "*: 403"}
# What is archived is restored before it is changed; the authority of its region keeps sight of it.
EDITED = OPERATED | {"carrier_archived": "carrier organiser province: 403; *: 404"}
MOVED = OPERATED | {"carrier_archived": "carrier: ok; organiser province: 403; *: 404"}
# The pages that its staff and the authority of its region read.
INSIDE = {
    "carrier": "carrier organiser province: ok; *: 403",
    "carrier_draft": "carrier: ok; *: 404",
    "carrier_elsewhere": "other_organiser: ok; *: 403",
    "carrier_archived": "carrier organiser province: ok; *: 404",
}
KINDS = ("platforms", "funds", "staff")
RESOURCE = {f"resource_{kind} kind={kind}": "carrier: ok; organiser province: 403; *: 404" for kind in KINDS}
RESOURCE |= {"resource_elsewhere kind=staff": "other_organiser: 403; *: 404"}
ACCREDITED = {"accreditation": "carrier: ok; organiser province: 403; *: 404"}
ACCREDITED |= {"accreditation_elsewhere": "other_organiser: 403; *: 404"}
DECIDED = {"accreditation": "organiser province: ok; carrier: 403; *: 404"}
DECIDED |= {"accreditation_elsewhere": "other_organiser: ok; *: 404"}

# Who looks after a tenant, who oversees its carrier, and whose project it is.
ROUND = "owner teammate carrier organiser province: ok; *: 404"
OF_STAFF = "carrier: ok; owner teammate organiser province: 403; *: 404"
OF_STARTUP = "owner teammate: ok; carrier organiser province: 403; *: 404"
TENANCY = {"tenancy": ROUND, "tenancy_elsewhere": "stranger other_organiser: ok; *: 404"}
STAFFED = {"tenancy": OF_STAFF, "tenancy_elsewhere": "stranger other_organiser: 403; *: 404"}
OWNED = {"tenancy": OF_STARTUP, "tenancy_elsewhere": "stranger: ok; other_organiser: 403; *: 404"}
KEPT = {"graduation": OF_STAFF, "graduation_elsewhere": "stranger other_organiser: 403; *: 404"}
SETTLED = {
    "settlement": "organiser province: ok; owner teammate carrier: 403; *: 404",
    "settlement_elsewhere": "other_organiser: ok; stranger: 403; *: 404",
}
# Whose answer was given with asking, may not give it again.
MISSING = {
    "admission_invited": "owner teammate: ok; carrier: 403; *: 404",
    "admission_applied": "carrier: ok; owner teammate: 403; *: 404",
}
SENT = {
    "admission_invited": "carrier: ok; owner teammate: 403; *: 404",
    "admission_applied": "owner teammate: ok; carrier: 403; *: 404",
}
TAKES_IN = OPERATED | {"carrier_draft": "carrier: 403; *: 404"}
TAKES_IN |= {"carrier_archived": "carrier organiser province: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "carriers.accept_accreditation": DECIDED,
    "carriers.accreditations": INSIDE,
    "carriers.accreditations_of_region": {"-": "organiser other_organiser: ok; *: 403"},
    "carriers.add_accreditation": INSIDE
    | {"carrier_draft": "carrier: 403; *: 404"}
    | {"carrier_archived": "carrier organiser province: 403; *: 404"},
    "carriers.add_document": {
        "accreditation": "carrier organiser province: ok; *: 404",
        "accreditation_elsewhere": "other_organiser: ok; *: 404",
    },
    "carriers.add_resource": {f"{thing} kind={kind}": expected for kind in KINDS for thing, expected in EDITED.items()},
    "carriers.admissions": {"-": "carrier owner teammate stranger: ok; *: 403"},
    "carriers.agree": MISSING,
    "carriers.all_graduates": {"-": "carrier organiser other_organiser: ok; *: 403"},
    "carriers.all_settlements": {"-": "carrier organiser other_organiser: ok; *: 403"},
    "carriers.all_tenants": {"-": "carrier organiser other_organiser: ok; *: 403"},
    "carriers.apply": {
        "carrier": "owner teammate stranger: ok; *: 403",
        "carrier_draft": "carrier: 403; *: 404",
        "carrier_archived": "carrier organiser province: 403; *: 404",
    },
    "carriers.archive": MOVED,
    "carriers.confirm": OWNED,
    "carriers.confirm_settlement": SETTLED,
    "carriers.contest": OWNED,
    "carriers.coverage": {"-": EVERYBODY},
    "carriers.create": {"-": STAFF},
    "carriers.decline": MISSING,
    "carriers.decline_accreditation": DECIDED,
    "carriers.edit": EDITED,
    "carriers.edit_accreditation": ACCREDITED,
    "carriers.edit_resource": RESOURCE,
    "carriers.edit_tenancy": STAFFED,
    "carriers.end_resource": RESOURCE,
    "carriers.end_tenancy": {
        "tenancy": "owner teammate carrier: ok; organiser province: 403; *: 404",
        "tenancy_elsewhere": "stranger: ok; other_organiser: 403; *: 404",
    },
    "carriers.follow_up": {
        "follow_up": "owner teammate carrier: ok; organiser province: 403; *: 404",
        "follow_up_elsewhere": "stranger: ok; other_organiser: 403; *: 404",
    },
    "carriers.graduate": STAFFED,
    "carriers.graduates": INSIDE,
    "carriers.hand_over": STAFFED,
    "carriers.index": {"-": EVERYBODY},
    "carriers.invite": TAKES_IN,
    "carriers.mine": {"-": STAFF},
    "carriers.my_tenancies": {"-": ENTREPRENEURS},
    "carriers.publish": MOVED,
    "carriers.reinstate_accreditation": DECIDED,
    "carriers.reject_settlement": SETTLED,
    "carriers.remove_document": {"accreditation_document": "carrier: ok; organiser province: 403; *: 404"},
    "carriers.reopen_resource": RESOURCE,
    "carriers.report": {"-": "carrier organiser other_organiser: ok; *: 403"},
    "carriers.report_settlement": {
        "graduation": "carrier organiser province: ok; owner teammate: 403; *: 404",
        "graduation_elsewhere": "other_organiser: ok; stranger: 403; *: 404",
    },
    "carriers.resources": {f"{thing} kind={kind}": expected for kind in KINDS for thing, expected in INSIDE.items()},
    "carriers.restore": MOVED,
    "carriers.revoke_accreditation": DECIDED,
    "carriers.show": {
        "carrier": EVERYBODY,
        "carrier_elsewhere": EVERYBODY,
        "carrier_draft": "carrier: ok; visitor: 404; *: 404",
        "carrier_archived": "carrier organiser province: ok; visitor: 404; *: 404",
    },
    "carriers.take_back": STAFFED,
    "carriers.take_graduation_back": KEPT,
    "carriers.team": STAFFED,
    "carriers.tenancy": TENANCY | {"graduated": ROUND, "graduated_elsewhere": TENANCY["tenancy_elsewhere"]},
    "carriers.tenants": INSIDE,
    "carriers.upload": {f"{thing} kind=logo": expected for thing, expected in EDITED.items()},
    "carriers.visibility": EDITED,
    "carriers.withdraw": SENT,
    "carriers.withdraw_accreditation": ACCREDITED,
    "carriers.withdraw_settlement": {
        "settlement": OF_STAFF,
        "settlement_elsewhere": "stranger other_organiser: 403; *: 404",
    },
}
