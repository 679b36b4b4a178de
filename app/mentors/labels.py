"""The words for a mentor's texts, interests and filing."""

from flask_babel import lazy_gettext as _l

from app.mentors.models import (
    ConflictRelation,
    EvidenceKind,
    FilingKind,
    FilingState,
    FilingStep,
    Standing,
    TextKind,
)

TEXT_KIND_LABELS = {
    TextKind.EXPERIENCE: _l("Experience"),
    TextKind.CASE: _l("Coaching case"),
    TextKind.OTHER: _l("Other evidence"),
}
RELATION_LABELS = {
    ConflictRelation.INVESTMENT: _l("Holds shares or invested"),
    ConflictRelation.POSITION: _l("Works there or sits on its board"),
    ConflictRelation.FAMILY: _l("Family or close friends"),
    ConflictRelation.COMPETITOR: _l("Works for a competitor"),
    ConflictRelation.OTHER: _l("Another interest"),
}
STANDINGS = {
    Standing.UNFILED: _l("Not filed"),
    Standing.FILED: _l("Filed"),
    Standing.SUSPENDED: _l("Suspended"),
    Standing.EXPIRED: _l("Filing ended"),
}
FILING_KINDS = {
    FilingKind.FIRST: _l("First filing"),
    FilingKind.RENEWAL: _l("Renewal"),
}
FILING_STATES = {
    FilingState.DRAFT: _l("Being written"),
    FilingState.SUBMITTED: _l("Waits for review"),
    FilingState.RETURNED: _l("Returned for changes"),
    FilingState.APPROVED: _l("Approved"),
    FilingState.REJECTED: _l("Rejected"),
}
EVIDENCE_KINDS = {
    EvidenceKind.QUALIFICATION: _l("Qualification or title"),
    EvidenceKind.APPOINTMENT: _l("Proof of position"),
    EvidenceKind.RECORD: _l("Record of work and cases"),
    EvidenceKind.RECOMMENDATION: _l("Letter of recommendation"),
    EvidenceKind.OTHER: _l("Other evidence"),
}
FILING_STEPS = {
    FilingStep.SUBMITTED: _l("Application sent"),
    FilingStep.TAKEN_BACK: _l("Application taken back"),
    FilingStep.RETURNED: _l("Returned for changes"),
    FilingStep.APPROVED: _l("Approved"),
    FilingStep.REJECTED: _l("Rejected"),
    FilingStep.ENTERED: _l("Entered by the authority"),
    FilingStep.CARRIED_OVER: _l("Carried over from the earlier register"),
    FilingStep.SUSPENDED: _l("Suspended"),
    FilingStep.REINSTATED: _l("Suspension lifted"),
    FilingStep.EXPIRED: _l("The period ended"),
}
