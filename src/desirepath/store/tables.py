"""The tables of the book, as SQLAlchemy knows them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

imports = Table(
    "imports",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("source", String, nullable=False),
    Column("file", String, nullable=False),
    Column("content", String, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("report", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("created", String, nullable=False),
    Column("loaded", Integer),
)
counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)
attributes = Table(
    "attributes",
    metadata,
    Column("name", String, primary_key=True),
    Column("column", String, nullable=False, unique=True),
)
settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
)
corrections = Table(
    "corrections",
    metadata,
    Column("touchpoint", String, primary_key=True),
    Column("stage", String),
    Column("channel", String),
    Column("created", String, nullable=False),
)
labels = Table(
    "labels",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("by", String, nullable=False),
    Column("created", String, nullable=False),
)
maps = Table(
    "maps",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("params", JSON, nullable=False),
    Column("created", String, nullable=False),
    Column("title", String),
)
map_versions = Table(
    "map_versions",
    metadata,
    Column("map", String, ForeignKey("maps.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("document", Text, nullable=False),
    Column("created", String, nullable=False),
    Column("name", String),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("base", Integer),
    Column("state", String),
)
images = Table(
    "images",
    metadata,
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("created", String, nullable=False),
)
map_edits = Table(
    "map_edits",
    metadata,
    Column("map", String, ForeignKey("maps.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("session", String, nullable=False),
    Column("author", String),
    Column("at", String, nullable=False),
    Column("change", JSON, nullable=False),
    UniqueConstraint("map", "id"),
)
write_keys = Table(
    "write_keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("template", String),
    Column("hash", String, nullable=False, unique=True),
    Column("secret", String),
    Column("hint", String, nullable=False),
    Column("rate", Integer),
    Column("created", String, nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    Column("hint", String, nullable=False),
    Column("created", String, nullable=False),
)
identity_decisions = Table(
    "identity_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("one", String, nullable=False),
    Column("other", String),
    Column("note", String, nullable=False),
    Column("author", String, nullable=False),
    Column("created", String, nullable=False),
    Column("undone", String),
)
consents = Table(
    "consents",
    metadata,
    Column("customer", String, primary_key=True),
    Column("purpose", String, primary_key=True),
    Column("granted", Boolean, nullable=False),
    Column("origin", String, nullable=False),
    Column("created", String, nullable=False),
)
suppressed = Table(
    "suppressed",
    metadata,
    Column("digest", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("created", String, nullable=False),
)
erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reason", String, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("created", String, nullable=False),
)
connections = Table(
    "connections",
    metadata,
    Column("name", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("description", JSON, nullable=False),
    Column("url", String, nullable=False),
    Column("user", String),
    Column("database", String),
    Column("secret_env", String),
    Column("secret", String),
    Column("site", String),
    Column("state", JSON, nullable=False),
    Column("last", JSON, nullable=False),
    Column("created", String, nullable=False),
)
