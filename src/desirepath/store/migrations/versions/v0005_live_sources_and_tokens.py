"""Live sources grow (`imports.loaded`), and may be written with keys; tokens open the API."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the two tables."""
    op.add_column("imports", sa.Column("loaded", sa.Integer))
    op.create_table(
        "write_keys",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("template", sa.String),
        sa.Column("hash", sa.String, nullable=False, unique=True),
        sa.Column("secret", sa.String),
        sa.Column("hint", sa.String, nullable=False),
        sa.Column("rate", sa.Integer),
        sa.Column("created", sa.String, nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False, unique=True),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("hint", sa.String, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("tokens")
    op.drop_table("write_keys")
    op.drop_column("imports", "loaded")
