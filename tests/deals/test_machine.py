"""A deal as a machine of states: whatever is tried in whatever order, only its own moves happen, everything else is a
409 that writes nothing."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.accounts.models import Role
from app.core.audit import AuditEntry
from app.deals.models import OPEN_STAGES, Deal, LedgerEntry, PassReason, Stage
from app.deals.queries.ledger import standing
from app.extensions import db
from tests import factories
from tests.deals import factories as deals
from tests.deals.factories import WAN
from tests.factories import sign_in

CAPITAL = 500
SUMS = st.sampled_from((0, 1, 200, 400))
TARGETS = st.sampled_from((*(stage.value for stage in Stage), "gone", ""))


class DealMachine(RuleBasedStateMachine):
    client = None

    def __init__(self):
        super().__init__()
        investor = factories.actor(Role.INVESTOR)
        deal = deals.deal(investor, deals.fund(investor, remaining_capital=CAPITAL * WAN))
        db.session.commit()
        sign_in(self.client, investor)
        self.deal_id, self.fund_id = deal.id, deal.fund_id
        # What the machine believes.
        self.stage, self.before, self.entries = Stage.INTEREST, Stage.INTEREST, {}

    def send(self, path, *, allowed, status=409, **form):
        """303 where it is allowed; else this status and nothing written."""
        before = written()
        answer = self.client.post(path, data=form).status_code
        if allowed:
            assert answer == 303, (path, form)
        else:
            assert (answer, written()) == (status, before), (path, form)
        return allowed

    @rule(to=TARGETS)
    def move(self, to):
        allowed = self.stage in OPEN_STAGES and to in OPEN_STAGES and to != self.stage
        if self.send(f"/deals/{self.deal_id}/move", allowed=allowed, to=to):
            self.stage = Stage(to)

    @rule(reason=st.sampled_from(PassReason))
    def pass_on(self, reason):
        if self.send(f"/deals/{self.deal_id}/pass", allowed=self.stage in OPEN_STAGES, reason=reason.value):
            self.before, self.stage = self.stage, Stage.PASSED

    @rule()
    def reopen(self):
        if self.send(f"/deals/{self.deal_id}/reopen", allowed=self.stage is Stage.PASSED):
            self.stage = self.before

    @rule(amount=SUMS)
    def invest(self, amount):
        form = {"kind": "own", "amount": f"{amount}万", "made_on": deals.today().isoformat(), "instrument": "equity"}
        left = CAPITAL - sum(self.entries.values())
        status = 409 if self.stage is Stage.PASSED else 422
        allowed = self.stage is not Stage.PASSED and 0 < amount <= left
        if self.send(f"/deals/{self.deal_id}/invest", allowed=allowed, status=status, **form):
            newest = select(LedgerEntry.id).where(LedgerEntry.reverses_id.is_(None)).order_by(LedgerEntry.id.desc())
            self.entries[db.session.scalar(newest.limit(1))] = amount
            self.stage = Stage.INVESTED

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def reverse(self, data):
        entry = data.draw(st.sampled_from(sorted(self.entries)))
        self.send(f"/ledger/{entry}/reverse", allowed=True, note="更正")
        del self.entries[entry]
        self.send(f"/ledger/{entry}/reverse", allowed=False, note="再次更正")
        if not self.entries:
            self.stage = Stage.TERM_SHEET

    @invariant()
    def the_database_agrees(self):
        deal = db.session.get_one(Deal, self.deal_id)
        assert (deal.stage, deal.is_open) == (self.stage, self.stage in OPEN_STAGES)
        assert deal.fund.remaining_capital == (CAPITAL - sum(self.entries.values())) * WAN
        assert {entry.id for entry in standing(deal_id=self.deal_id)} == set(self.entries)


def written():
    return db.session.scalar(select(func.count(AuditEntry.position)))


def test_a_deal_only_makes_its_own_moves(client):
    DealMachine.client = client
    run_state_machine_as_test(
        DealMachine,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
