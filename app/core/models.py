"""Core's tables stand beside the code that uses them; named here, each is known before anything uses it."""

from app.core.audit import AuditEntry, AuditHead
from app.core.booking import Booking
from app.core.drafts import Draft
from app.core.jobs import Job
from app.core.mail import OutboxMessage
from app.core.once import SubmittedForm
from app.core.search import SearchEntry

__all__ = ["AuditEntry", "AuditHead", "Booking", "Draft", "Job", "OutboxMessage", "SearchEntry", "SubmittedForm"]
