from app.accounts.models import SignIn, TokenPurpose
from app.accounts.services import tokens
from app.pages import calendars
from tests import factories
from tests.access.world import City
from tests.accounts import factories as account_factories


def add(city: City) -> None:
    owner, teammate = city.people["owner"], city.people["teammate"]
    city.things["organisation"] = {"organisation_id": owner.organisation_id}
    city.things["authority"] = {"organisation_id": city.people["organiser"].organisation_id}
    city.things["member"] = {"membership_id": teammate.membership_id}
    city.forms["member"] = {"membership_id": str(teammate.membership_id)}
    city.things["reviewer_member"] = {"membership_id": city.people["reviewer"].membership_id}
    city.things["ended_member"] = {"membership_id": city.people["left"].membership_id}
    city.things["session"] = {"sign_in_id": factories.save(SignIn(account_id=owner.account_id, token_hash="-")).id}
    city.things["invitation"] = account_factories.invitation(owner)
    organiser = city.people["organiser"]
    unclaimed = factories.organisation(registered_by_id=organiser.organisation_id)
    city.things["unclaimed"] = {"organisation_id": unclaimed.id}
    city.things["first_invitation"] = account_factories.invitation(organiser, "first@example.cn", to=unclaimed)
    city.things["sign_up_link"] = {"token": account_factories.sign_up_token()}
    city.things["calendar"] = {"token": calendars.make_feed(actor=teammate)}
    for purpose, thing in [(TokenPurpose.RESET_PASSWORD, "reset_link"), (TokenPurpose.CHANGE_EMAIL, "address_link")]:
        token = tokens.issue(owner.account, purpose, email="moved@example.cn")
        city.things[thing] = {"token": token}
