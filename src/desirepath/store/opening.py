"""Opens the warehouse that `[warehouse] url` of the settings names.

| url | engine | extra |
|---|---|---|
| none | DuckDB, one file in the workspace | |
| `spark://HOST:7077`, `local[*]` | Apache Spark (and Java 17) | spark |
| `clickhouse://USER@HOST:8123` | a ClickHouse server (`clickhouses`: HTTPS) | clickhouse |
| `chdb:`, `chdb:FOLDER` | ClickHouse in this process | clickhouse |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from desirepath.errors import WorkspaceError
from desirepath.store.warehouse import MEMORY_LIMIT, Warehouse

PASSWORD = "DESIREPATH_WAREHOUSE_PASSWORD"  # noqa: S105 - the name of a variable
DATABASE = "desirepath"
KNOWN = "spark://HOST:7077, local[*], clickhouse://USER@HOST:8123, clickhouses://…, or chdb:"


def open_landing(folder: Path, settings: Mapping[str, Any]) -> Warehouse:
    """Open the workspace's own DuckDB file, into which files are imported whatever the engine."""
    limit = str(settings.get("memory_limit", MEMORY_LIMIT))
    return Warehouse(folder / "warehouse.duckdb", memory_limit=limit)


def open_engine(folder: Path, settings: Mapping[str, Any]) -> Warehouse | None:
    """Open the other engine that the settings name, None where that is DuckDB.

    Raises WorkspaceError for an unknown url, a missing package, or an engine out of reach.
    """
    url = str(settings.get("url") or "")
    if url in ("", "duckdb", "duckdb:"):
        return None
    from desirepath.store.remote import Remote

    if url == "local" or url.startswith(("spark://", "local[")):
        return Remote(_spark(url, folder, settings), folder, url)
    if url.startswith(("clickhouse://", "clickhouses://", "chdb:")):
        shown, engine = _clickhouse(url, folder, settings)
        return Remote(engine, folder, shown)
    raise WorkspaceError(
        f'The url "{url}" under [warehouse] in desirepath.toml names no engine. '
        f"Leave it out for DuckDB, or write one of {KNOWN}."
    )


def _spark(url: str, folder: Path, settings: Mapping[str, Any]) -> Any:
    _needs("pyspark", "spark", url)
    from desirepath.store.spark import Spark
    from desirepath.store.spark_session import PATIENCE, Session

    more = settings.get("spark") or {}
    if not isinstance(more, Mapping):
        raise WorkspaceError("[warehouse.spark] in desirepath.toml is a table of Spark's settings.")
    spelled = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in _flat(more)
    }
    session = Session(url, spelled, patience=float(settings.get("patience_seconds", PATIENCE)))
    location = str(settings.get("location") or (folder / "spark").resolve().as_uri())
    return Spark(session, location)


def _flat(settings: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """Return `spark.sql.ansi.enabled` for a key written with or without quotes."""
    found: list[tuple[str, Any]] = []
    for name, value in settings.items():
        inner = _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else None
        found += [(f"{before}{name}", value)] if inner is None else inner
    return found


def _clickhouse(url: str, folder: Path, settings: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the url without its password, and the engine."""
    from desirepath.store.clickhouse import ClickHouse
    from desirepath.store.clickhouse_line import Embedded, Server

    database = str(settings.get("schema") or DATABASE)
    if url.startswith("chdb:"):
        _needs("chdb", "clickhouse", url)
        place = folder / (url.removeprefix("chdb:") or "chdb")
        return f"chdb:{place.resolve()}", ClickHouse(Embedded(place, database), database)
    _needs("clickhouse_connect", "clickhouse", url)
    parts = urlsplit(url)
    secure = parts.scheme == "clickhouses"
    try:
        port = parts.port or (8443 if secure else 8123)
    except ValueError:
        raise WorkspaceError(
            "The url under [warehouse] in desirepath.toml has no valid port. "
            "Write clickhouse://USER@HOST:8123."
        ) from None
    user, host = unquote(parts.username or "default"), parts.hostname or "127.0.0.1"
    shown = f"{parts.scheme}://{user}@{host}:{port}"
    line = Server(
        shown,
        database,
        host=host,
        port=port,
        username=user,
        password=unquote(parts.password or "") or os.environ.get(PASSWORD, ""),
        secure=secure,
    )
    return shown, ClickHouse(line, database)


def _needs(module: str, extra: str, url: str) -> None:
    if find_spec(module) is None:
        shown = url.rpartition("@")[2]
        raise WorkspaceError(
            f"The warehouse {shown} needs the package {module.replace('_', '-')}, which is not "
            f"installed. Install it with: pip install 'desirepath[{extra}]'"
        )
