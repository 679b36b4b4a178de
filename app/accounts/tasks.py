"""What is over is not kept."""

import datetime as dt

from sqlalchemy import delete

from app.accounts import attempts
from app.accounts.models import AccountToken, SignIn, SignUp
from app.accounts.signing import LONGEST_SESSION
from app.core import jobs
from app.core.model import utc_now
from app.extensions import db

# Long enough for a person to see a sign-in that was not theirs.
SESSIONS_KEPT = dt.timedelta(days=90)


@jobs.periodic("23")
def forget_what_is_over() -> None:
    """Links that expired, counters that no longer count, sessions of long ago."""
    now = utc_now()
    attempts.forget_old()
    for table in (AccountToken, SignUp):
        db.session.execute(delete(table).where(table.expires_at < now - dt.timedelta(days=1)))
    db.session.execute(delete(SignIn).where(SignIn.created_at < now - LONGEST_SESSION - SESSIONS_KEPT))
    db.session.commit()
