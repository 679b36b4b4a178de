"""The words for bands, parts, reasons and states, and for what a profile lacks."""

from flask_babel import lazy_gettext as _l

from app.recommendations.models import Kind, NotRelevant, Rule

BANDS = {"strong": _l("Strong match"), "good": _l("Good match"), "possible": _l("Possible match")}
KINDS = {Kind.MENTOR: _l("Mentors"), Kind.FUND: _l("Funds")}
PARTS = {
    "activity": _l("Active lately"),
    "round": _l("Financing round"),
    "sector": _l("Sector"),
    "region": _l("Region"),
    "portfolio": _l("Like earlier deals"),
    "ticket": _l("Amount"),
    "text": _l("What the texts say"),
    "need": _l("Expertise wanted"),
    "stage": _l("Stage"),
    "language": _l("Language"),
    "capacity": _l("Free places"),
}
NOT_RELEVANT = {
    NotRelevant.STAGE: _l("Wrong stage"),
    NotRelevant.SECTOR: _l("Wrong field"),
    NotRelevant.REGION: _l("Too far away"),
    NotRelevant.KNOWN: _l("We already know each other"),
    NotRelevant.BUSY: _l("No time now"),
    NotRelevant.OTHER: _l("Another reason"),
}
RULES = {Rule.PIN: _l("Pinned"), Rule.FORBID: _l("Forbidden")}
# What a profile lacks: its words, and the field of the edit form.
LACKS = {
    "sectors": (_l("Sectors"), "sectors"),
    "summary": (_l("Summary"), "summary"),
    "region": (_l("Region"), "region_code"),
    "round": (_l("Financing round"), "round"),
    "amount": (_l("Amount sought"), "amount_sought"),
    "needs": (_l("Expertise wanted from a mentor"), "needs"),
    "need": (_l("What the project looks for"), "need"),
    "stage": (_l("Stage"), "stage"),
    "expertise": (_l("Expertise"), "expertise"),
    "texts": (_l("Texts that show it"), "texts"),
    "rounds": (_l("Rounds"), "rounds"),
}
OUTCOMES = {
    "accepted": _l("A mentor accepted"),
    "rated": _l("A mentor got four or five stars"),
    "met": _l("A fund and the project agreed to meet"),
    "invested": _l("A fund invested"),
}
RANKINGS = {
    "model": _l("The model"),
    "activity": _l("The most active first"),
    "text": _l("The closest words first"),
    "random": _l("By chance"),
}
RUN_STATES = {
    "queued": _l("Waiting to start"),
    "running": _l("Running"),
    "done": _l("Finished"),
    "failed": _l("Failed"),
}
