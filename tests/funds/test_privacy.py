import pytest

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from tests import factories
from tests.funds.factories import published

pytestmark = pytest.mark.usefixtures("app")


def test_a_contact_gets_what_funds_say_of_them_and_it_goes_with_the_account():
    owner = factories.actor(Role.INVESTOR)
    named = published(owner, contact_name="钱多", contact_phone="13800138000", contact_email=owner.account.email)
    other = published(owner, contact_name="别人", contact_email="else@example.cn")
    assert [entry["contact_name"] for entry in personal_data(owner.account)["fund_contacts"]] == ["钱多"]
    close_account(actor=owner)
    assert (named.contact_name, named.contact_phone, named.contact_email) == ("", "", "")
    assert other.contact_name == "别人"
