"""The words of the staff's pages."""

from flask_babel import lazy_gettext as _l

from app.admin.models import ImportState

IMPORT_STATES = {
    ImportState.CHECKING: _l("Being checked"),
    ImportState.REFUSED: _l("Has errors"),
    ImportState.CHECKED: _l("Waits for your confirmation"),
    ImportState.IMPORTING: _l("Being imported"),
    ImportState.DONE: _l("Imported"),
    ImportState.TAKEN_BACK: _l("Taken back"),
}
# Tones of ui.state().
IMPORT_TONES = {
    ImportState.CHECKING: "running",
    ImportState.REFUSED: "failed",
    ImportState.CHECKED: "pending",
    ImportState.IMPORTING: "running",
    ImportState.DONE: "done",
    ImportState.TAKEN_BACK: "withdrawn",
}
COUNTED = {
    "projects": _l("Projects"),
    "mentors": _l("Mentors"),
    "texts": _l("Texts of mentors"),
    "funds": _l("Funds"),
    "investments": _l("Investments in portfolios"),
    "carriers": _l("Carriers"),
    "tenants": _l("Tenants"),
    "graduates": _l("Graduates"),
    "organisations": _l("Organisation"),
}
ROW_STATES = {
    "new": _l("New"),
    "changed": _l("Modified"),
    "unchanged": _l("Unchanged"),
    "kept": _l("Kept by its owner"),
}
JOB_STATES = {
    "queued": _l("Waiting"),
    "running": _l("Running"),
    "done": _l("Finished"),
    "failed": _l("Failed"),
}
ACTIONS = {"insert": _l("Created"), "update": _l("Modified"), "delete": _l("Deleted")}
