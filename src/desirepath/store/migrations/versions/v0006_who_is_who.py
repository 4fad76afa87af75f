"""What people decided about who is who, what they consent to, and who asked to be forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing that is there changes."""
    op.create_table(
        "identity_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("one", sa.String, nullable=False),
        sa.Column("other", sa.String),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("created", sa.String, nullable=False),
        sa.Column("undone", sa.String),
    )
    op.create_table(
        "consents",
        sa.Column("customer", sa.String, primary_key=True),
        sa.Column("purpose", sa.String, primary_key=True),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )
    op.create_table(
        "suppressed",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("removed", sa.JSON, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Remove them again."""
    for name in ("erasures", "suppressed", "consents", "identity_decisions"):
        op.drop_table(name)
