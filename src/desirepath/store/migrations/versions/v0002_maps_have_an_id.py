"""Maps get an id, a kind and what they were drawn from; versions are of a map, not of a title.

Before, maps of different selections that had one title were versions of each other. What was mixed
cannot be told apart any more, so the versions of a title stay together, as one measured map whose
selection is not known.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MAPS = (
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("params", sa.JSON, nullable=False),
    sa.Column("created", sa.String, nullable=False),
)


def upgrade() -> None:
    """Make the two tables of the one."""
    connection = op.get_bind()
    op.rename_table("maps", "maps_0001")
    maps = op.create_table("maps", *MAPS)
    versions = op.create_table(
        "map_versions",
        sa.Column("map", sa.String, sa.ForeignKey("maps.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("created", sa.String, nullable=False),
    )
    old = sa.table(
        "maps_0001",
        *(sa.column(name) for name in ("id", "name", "version", "digest", "document", "created")),
    )
    ids: dict[str, str] = {}
    for row in connection.execute(sa.select(old).order_by(old.c.id)).mappings():
        if row["name"] not in ids:
            ids[row["name"]] = f"before-{len(ids) + 1}"
            first = {"id": ids[row["name"]], "kind": "measured", "params": {}}
            connection.execute(sa.insert(maps).values(**first, created=row["created"]))
        kept = {key: row[key] for key in ("version", "digest", "document", "created")}
        connection.execute(
            sa.insert(versions).values(map=ids[row["name"]], title=row["name"], **kept)
        )
    op.drop_table("maps_0001")


def downgrade() -> None:
    """Make one table of the two again; maps of one title become versions of each other."""
    connection = op.get_bind()
    op.rename_table("maps", "maps_0002")
    maps = op.create_table(
        "maps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("created", sa.String, nullable=False),
        sa.UniqueConstraint("name", "version"),
    )
    new = sa.table(
        "map_versions",
        *(sa.column(name) for name in ("map", "version", "title", "digest", "document", "created")),
    )
    counts: dict[str, int] = {}
    order = (new.c.created, new.c.map, new.c.version)
    for row in connection.execute(sa.select(new).order_by(*order)).mappings():
        name = row["title"]
        counts[name] = counts.get(name, 0) + 1
        kept = {key: row[key] for key in ("digest", "document", "created")}
        connection.execute(sa.insert(maps).values(name=name, version=counts[name], **kept))
    op.drop_table("map_versions")
    op.drop_table("maps_0002")
