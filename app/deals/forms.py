"""Forms of deals, rounds and the ledger."""

import enum
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.core.forms import BaseForm, CheckListField, MoneyField, PercentField, prose_field, text_field
from app.deals import labels
from app.deals.models import EntryKind, Instrument, PassReason, Reminder
from app.deals.services.ledger import Investment
from app.roadshows.forms import options
from app.taxonomy.fields import code_field, codes_field

Words = Mapping[Any, Any]


def _choices(words: Words, *, but: Iterable[enum.StrEnum] = ()) -> Callable[[], list[tuple[str, str]]]:
    left_out = set(but)
    return lambda: [(code.value, str(word)) for code, word in words.items() if code not in left_out]


def _id(field: Any) -> uuid.UUID | None:
    """The chosen identifier; the choices hold no others."""
    return uuid.UUID(field.data) if field.data else None


class DealForm(BaseForm):
    """Who looks after it, and what the fund thinks of investing."""

    owner_id = SelectField(_l("Looked after by"), [InputRequired()])
    amount = MoneyField(
        _l("Amount considered"), description=_l("What the fund thinks of investing. Only your team sees it.")
    )

    def offer_team(self, people: Iterable[tuple[uuid.UUID, str]]) -> None:
        self.owner_id.choices = options(people)


class OpenForm(DealForm):
    fund_id = RadioField(_l("Fund"), validators=[InputRequired(_l("Choose a fund."))])


class TellingForm(BaseForm):
    message = prose_field(_l("Message to the project"), longest=2000, rows=3)


class PassForm(TellingForm):
    reason = RadioField(
        _l("Reason"), choices=_choices(labels.PASS_REASONS), validators=[InputRequired(_l("Choose a reason."))]
    )
    note = prose_field(
        _l("Note for the team"), longest=2000, rows=3, help=_l("Only your team reads the reason and this note.")
    )
    tell = BooleanField(_l("Tell the project that the fund passes"))

    @property
    def given(self) -> PassReason:
        return PassReason(self.reason.data)


class NoteForm(BaseForm):
    text = prose_field(_l("Comment or note"), longest=5000, rows=3, required=True)
    is_private = BooleanField(_l("Only for me"), description=_l("A private note that nobody else reads."))


class TaskForm(BaseForm):
    title = text_field(_l("Task"), longest=200, required=True)
    due_on = DateField(_l("Due on"), [InputRequired()])
    reminder = SelectField(_l("Reminder"), choices=_choices(labels.REMINDERS), default=Reminder.DAY.value)
    assignee_id = SelectField(_l("For"), [InputRequired()])

    def offer_team(self, people: Iterable[tuple[uuid.UUID, str]]) -> None:
        self.assignee_id.choices = options(people)

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "title": self.title.data or "",
            "due_on": self.due_on.data,
            "reminder": Reminder(self.reminder.data),
            "assignee_id": _id(self.assignee_id),
        }


class EntryForm(BaseForm):
    """What every entry of the ledger says."""

    amount = MoneyField(_l("Amount"))
    made_on = DateField(_l("Day of the investment"), [InputRequired()])
    instrument = SelectField(_l("Instrument"), choices=_choices(labels.INSTRUMENTS), default=Instrument.EQUITY.value)
    share = PercentField(_l("Share acquired (%)"))
    round = code_field(_l("Financing round"), "round")
    note = prose_field(_l("Note"), longest=2000, rows=2)
    is_public = BooleanField(
        _l("Show it to readers of the portfolio"),
        description=_l("The fund's portfolio gets the company, the day and the round. Off: only you see it there."),
    )
    kind: RadioField

    def investment(self) -> Investment:
        return Investment(
            kind=EntryKind(self.kind.data),
            amount=self.amount.data,
            made_on=self.made_on.data,
            instrument=Instrument(self.instrument.data),
            share=self.share.data,
            round=self.round.data or "",
            note=self.note.data or "",
            is_public=bool(self.is_public.data),
        )


class InvestForm(EntryForm):
    kind = RadioField(
        _l("How the fund invests"),
        choices=_choices(labels.ENTRY_KINDS, but=[EntryKind.SUB_FUND]),
        validators=[InputRequired(_l("Choose how the fund invests."))],
    )
    in_round = BooleanField(_l("Part of the round that was closed"), default=True)
    tell = BooleanField(
        _l("Tell the project"), default=True, description=_l("It then reads that the fund has invested, not how much.")
    )


class RecordForm(EntryForm):
    kind = RadioField(
        _l("How the fund invests"),
        choices=_choices(labels.ENTRY_KINDS),
        validators=[InputRequired(_l("Choose how the fund invests."))],
    )
    company = text_field(_l("Company"))
    sub_fund_id = SelectField(_l("Sub-fund"), [Optional()])
    sectors = codes_field(_l("Sectors"), "sector", most=5)

    def offer_sub_funds(self, funds: Sequence[Any]) -> None:
        """A fund without sub-funds is not asked about them."""
        if funds:
            self.sub_fund_id.choices = [*options([("", _("None"))]), *options((fund.id, fund.name) for fund in funds)]
        else:
            del self.sub_fund_id
            self.kind.choices = _choices(labels.ENTRY_KINDS, but=[EntryKind.SUB_FUND])()


class ReverseForm(BaseForm):
    note = prose_field(_l("Why it is reversed"), longest=1000, rows=3, required=True)


class RoundForm(BaseForm):
    round = code_field(_l("Financing round"), "round")
    amount_sought = MoneyField(_l("Amount sought"))
    least = MoneyField(
        _l("Closes from"), description=_l("Below this sum of firm commitments the round does not close.")
    )
    lead_required = BooleanField(_l("Needs a lead investor"), default=True)
    valuation = MoneyField(_l("Valuation before the money"))
    instrument = SelectField(
        _l("Instrument"),
        choices=_choices(labels.INSTRUMENTS, but=[Instrument.FUND_SHARE]),
        default=Instrument.EQUITY.value,
    )
    closes_on = DateField(_l("Planned closing"), [Optional()])
    terms = prose_field(_l("Terms"), longest=5000, rows=5, help=_l("Every invited fund reads this."))

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        names = ("round", "amount_sought", "least", "lead_required", "valuation", "closes_on", "terms")
        return {**{name: self[name].data for name in names}, "instrument": Instrument(self.instrument.data)}


class InvitingForm(BaseForm):
    funds = CheckListField(_l("Invited funds"), choices=[])

    def offer_funds(self, funds: Iterable[Any]) -> None:
        self.funds.choices = options((fund.id, fund.name) for fund in funds)

    @property
    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(code) for code in self.funds.data or []]


class NewRoundForm(RoundForm, InvitingForm):
    pass


class CommitForm(BaseForm):
    amount = MoneyField(_l("Amount"))
    firm = RadioField(
        _l("How sure is it?"),
        choices=lambda: [("", _("Planned")), ("yes", _("Firm"))],
        default="",
    )
    lead = BooleanField(_l("Lead the round"))
    note = prose_field(_l("Message to the project"), longest=2000, rows=3)


class DeclineForm(BaseForm):
    note = prose_field(_l("Message to the project"), longest=1000, rows=2)
