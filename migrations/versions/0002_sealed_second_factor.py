"""sealed second factor

The secrets of authenticator apps are encrypted where they stand. While the previous release still runs it cannot read
them, so for the seconds of an upgrade people with a second factor sign in with a recovery code or once more.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from app.core.sealing import seal, unseal

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

account = sa.table("account", sa.column("id"), sa.column("totp_secret", sa.String))


def _convert(change):
    connection = op.get_bind()
    kept = sa.select(account.c.id, account.c.totp_secret).where(account.c.totp_secret.is_not(None))
    for account_id, secret in connection.execute(kept).all():
        same = account.c.id == account_id
        connection.execute(sa.update(account).where(same).values(totp_secret=change(secret)))


def upgrade():
    with op.batch_alter_table("account") as batch:
        batch.alter_column("totp_secret", existing_type=sa.String(64), type_=sa.String(200), existing_nullable=True)
    _convert(seal)


def downgrade():
    _convert(unseal)
    with op.batch_alter_table("account") as batch:
        batch.alter_column("totp_secret", existing_type=sa.String(200), type_=sa.String(64), existing_nullable=True)
