"""The jobs of the core: mail."""

from typing import Any

from app.core import delivery, jobs


@jobs.handler("mail.deliver")
def deliver_mail(progress: jobs.Progress) -> dict[str, Any]:
    return {"sent": delivery.deliver_due(progress)}


@jobs.periodic()
def deliver_mail_every_minute() -> None:
    delivery.deliver_due()


@jobs.periodic("17")
def drop_old_mail() -> None:
    delivery.drop_old()
