import json

import pytest

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.core import search
from app.extensions import db
from app.mentors import services
from app.mentors.models import Filing, Mentor, MentorConflict, MentorFacet, MentorText
from app.mentors.privacy import DATED, NUMBERS, TEXTS
from app.mentors.services import filing as filings
from tests import factories
from tests.mentors.factories import published

pytestmark = pytest.mark.usefixtures("app")
CANARY = "Zephyrix"
# Keys and times of the row itself; everything else a mentor's row holds is handed out.
KEPT_BACK = {"id", "account_id", "organisation_id", "source_key", "sort_key", "version", "logo_id"}
NAMED_OTHERWISE = {"name", "state", "standing", "created_at", "updated_at", "published_at", "archived_at"}


def test_every_column_of_a_profile_is_handed_out_or_kept_back_on_purpose():
    assert set(Mentor.__table__.columns.keys()) == {*TEXTS, *NUMBERS, *DATED, *KEPT_BACK, *NAMED_OTHERWISE}


def test_a_mentor_gets_their_profile_and_closing_the_account_takes_it_away():
    owner = factories.actor(Role.MENTOR, is_manager=False)
    made = published(
        owner,
        name=CANARY,
        bio=CANARY,
        contact_wechat=CANARY,
        texts=[{"kind": "case", "title": CANARY, "text": CANARY}],
    )
    services.declare_conflict(actor=owner, mentor=made, name=CANARY, relation="family")
    made.filed_until = made.filed_on
    renewal = filings.start(actor=owner, mentor=made)
    filings.save(actor=owner, filing=renewal, statement=CANARY)
    handed_out = json.dumps(personal_data(owner.account)["mentor_profiles"], ensure_ascii=False)
    assert handed_out.count(CANARY) == 7
    close_account(actor=owner)
    assert made.state == "archived"
    for table in (Mentor, MentorText, MentorConflict, MentorFacet, Filing):
        for row in db.session.execute(db.select(table.__table__)):
            assert CANARY not in str(row)
    assert db.session.scalars(search.matching(CANARY)).all() == []
