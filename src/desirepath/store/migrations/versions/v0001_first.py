"""The first form of the book: imports, attributes, settings, corrections, maps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "imports",
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("columns", sa.JSON, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.create_table(
        "attributes",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("column", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )
    op.create_table(
        "corrections",
        sa.Column("touchpoint", sa.String, primary_key=True),
        sa.Column("stage", sa.String),
        sa.Column("channel", sa.String),
        sa.Column("created", sa.String, nullable=False),
    )
    op.create_table(
        "maps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("created", sa.String, nullable=False),
        sa.UniqueConstraint("name", "version"),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("maps", "corrections", "settings", "attributes", "counters", "imports"):
        op.drop_table(table)
