"""Connections to other systems, and how far each was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing that is there changes."""
    op.create_table(
        "connections",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("description", sa.JSON, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("user", sa.String),
        sa.Column("database", sa.String),
        sa.Column("secret_env", sa.String),
        sa.Column("secret", sa.String),
        sa.Column("site", sa.String),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("last", sa.JSON, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Remove it again."""
    op.drop_table("connections")
