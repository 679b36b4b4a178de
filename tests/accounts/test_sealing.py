"""What a change of the secret key does to second factors."""

import pyotp

from app.accounts import services, totp
from app.core.model import utc_now
from app.core.sealing import seal, unseal
from app.extensions import db
from app.notifications import unsubscribing
from tests import factories


def test_a_new_key_opens_what_the_old_one_sealed_until_that_is_taken_away(app, monkeypatch):
    secret, old = totp.new_secret(), app.config["SECRET_KEY"]
    account = factories.account(totp_secret=seal(secret), totp_enabled_at=utc_now())
    link = unsubscribing.token(account.id, "digest")
    assert secret not in account.totp_secret
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")
    code = pyotp.TOTP(secret).now()
    assert not services.use_second_factor(account=account, code=code)
    assert services.reseal_second_factors() == (0, 1)
    assert unsubscribing.wish(None, link) is None
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert services.use_second_factor(account=account, code=code)
    assert unsubscribing.wish(None, link) is not None
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["accounts", "reseal"])
    assert "Sealed with the present key: 1." in done.output
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])
    db.session.refresh(account)
    assert unseal(account.totp_secret) == secret
