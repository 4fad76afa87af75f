"""A map has a log of edits, and a version may have a name.

A version with a name is the whole map as people saw it: `base` is the version it was drawn on,
`revision` how much of the log was done on it. One without a name is what data or a file gave.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the log, what people call a map, and three columns to its versions."""
    op.add_column("maps", sa.Column("title", sa.String))
    op.add_column("map_versions", sa.Column("name", sa.String))
    op.add_column(
        "map_versions", sa.Column("revision", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column("map_versions", sa.Column("base", sa.Integer))
    op.create_table(
        "map_edits",
        sa.Column("map", sa.String, sa.ForeignKey("maps.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("no", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("session", sa.String, nullable=False),
        sa.Column("author", sa.String),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("change", sa.JSON, nullable=False),
        sa.UniqueConstraint("map", "id"),
    )


def downgrade() -> None:
    """Remove both; what people wrote is lost."""
    op.drop_table("map_edits")
    op.execute(sa.text("DELETE FROM map_versions WHERE name IS NOT NULL"))
    with op.batch_alter_table("map_versions") as table:
        table.drop_column("base")
        table.drop_column("revision")
        table.drop_column("name")
    with op.batch_alter_table("maps") as table:
        table.drop_column("title")
