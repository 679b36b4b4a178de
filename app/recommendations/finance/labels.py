"""The words for conditions, and where what is missing is filled in."""

from flask_babel import lazy_gettext as _l

from app.recommendations.finance.conditions import Verdict

VERDICTS = {Verdict.MET: _l("Met"), Verdict.UNKNOWN: _l("Not known"), Verdict.NOT_MET: _l("Not met")}
# Field → its words, and the field of the project's form; "" where it is on the page itself.
LACKS = {
    "founded_on": (_l("Company founded on"), ""),
    "revenue": (_l("Revenue of the last year"), ""),
    "ip_rights": (_l("IP rights of its own"), ""),
    "amount": (_l("Amount sought"), "amount_sought"),
    "sectors": (_l("Sectors"), "sectors"),
    "stage": (_l("Stage"), "stage"),
    "region": (_l("Region"), "region_code"),
    "summary": (_l("Summary"), "summary"),
}
