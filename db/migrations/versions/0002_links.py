"""Web accounts joined to chats: one-time tokens, and since when a chat is joined to one."""

from __future__ import annotations

from alembic import op

from db.migrations.scripts import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UP = """
-- Which chats were joined to an account of the web platform; null: the bot made the account.
alter table app.telegram_accounts add column linked_at timestamptz;

-- A token is shown once and kept as its digest: whoever reads this table can redeem nothing.
create table app.link_tokens (
    token_hash text primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index link_tokens_user on app.link_tokens (user_id);
"""
_DOWN = """
drop table if exists app.link_tokens cascade;
alter table app.telegram_accounts drop column if exists linked_at;
"""


def upgrade() -> None:
    run_script(op.get_bind(), _UP)


def downgrade() -> None:
    run_script(op.get_bind(), _DOWN)
