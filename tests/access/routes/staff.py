"""What the staff keep: imports, accounts, the log, the vocabulary."""

from tests.access.audiences import NOBODY

STAFF = "organiser other_organiser administrator: ok; *: 403"
ADMINISTRATORS = "administrator: ok; *: 403"
IMPORT = {"import": "organiser administrator: ok; *: 404", "import_elsewhere": "other_organiser: ok; *: 404"}
IMPORT |= {"nothing": NOBODY}
IMPORT_KIND = {"kind=projects": STAFF, "kind=rounds": STAFF, "kind=unknown": NOBODY}

ROUTES: dict[str, dict[str, str]] = {
    "admin.account_reset": {"account": "administrator: ok; *: 404", "nothing": NOBODY},
    "admin.accounts": {"-": ADMINISTRATORS},
    "admin.audit": {"-": ADMINISTRATORS},
    "admin.audit_verify": {"-": ADMINISTRATORS},
    "admin.import_check": IMPORT,
    "admin.import_confirm": IMPORT,
    "admin.import_discard": IMPORT,
    "admin.import_owners": {"-": STAFF},
    "admin.import_new": IMPORT_KIND,
    "admin.import_show": IMPORT,
    "admin.import_take_back": IMPORT,
    "admin.import_template": IMPORT_KIND,
    "admin.imports": {"-": STAFF},
    "admin.jobs": {"-": ADMINISTRATORS},
    "admin.organisation_new": {"-": ADMINISTRATORS},
    "admin.organisations": {"-": ADMINISTRATORS},
    "admin.sector_remove": {"synonym": ADMINISTRATORS, "nothing": NOBODY},
    "admin.sectors": {"-": ADMINISTRATORS},
    "admin.sign_up_resend": {"sign_up": "administrator: ok; *: 404", "nothing": NOBODY},
    "admin.sign_ups": {"-": ADMINISTRATORS},
}
