"""Versions of maps say of which state of the data they were drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; versions from before say nothing."""
    op.add_column("map_versions", sa.Column("state", sa.String))


def downgrade() -> None:
    """Remove it again."""
    op.drop_column("map_versions", "state")
