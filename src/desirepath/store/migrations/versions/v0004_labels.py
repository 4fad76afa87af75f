"""What people say about texts and themes: how a text sounds, what a theme is called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; `key` is the MD5 of a text, or the id of a theme."""
    op.create_table(
        "labels",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("labels")
