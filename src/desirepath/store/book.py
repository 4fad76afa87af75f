"""What people decided and what was imported: SQLAlchemy on SQLite with a write-ahead log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from desirepath.errors import WorkspaceError
from desirepath.store import tables
from desirepath.store.decisions import Decisions
from desirepath.store.forming import formed
from desirepath.store.kept_connections import KeptConnections
from desirepath.store.kept_edits import KeptEdits
from desirepath.store.kept_images import KeptImages
from desirepath.store.kept_keys import KeptKeys
from desirepath.store.kept_maps import KeptMaps
from desirepath.store.kept_privacy import KeptPrivacy

HEAD = "0014"
INBOX = "inbox"
"""Counter: the number of the newest event of the inbox that was loaded."""


@dataclass(frozen=True)
class ImportRow:
    """One import that counts: where its rows came from and how they were read.

    `id` = hash of content and mapping, `content` = SHA-256 of the decompressed bytes, `mapping`
    = role to column and the options given, `facts` = what was found (shape, unit hint …).
    `loaded` is set where a live source grows: rows up to that number of the inbox count.
    """

    no: int
    id: str
    source: str
    file: str
    content: str
    mapping: Mapping[str, Any]
    facts: Mapping[str, Any]
    report: Mapping[str, Any]
    columns: tuple[str, ...] = ()
    loaded: int | None = None


def now() -> str:
    """Return the time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Book:
    """The small store of a workspace. Every method is one transaction on disk when it returns.

    `maps` keeps maps and their versions, `edits` what people changed on them, `images` what their
    storyboards show, `keys` who may write events and use the API, `connections` other systems that
    are read, `decisions` what people said about who is who, `privacy` consent and erasures.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        defaults: Mapping[str, Any] | None = None,
        clock: Callable[[], str] = now,
    ) -> None:
        """Open or create; `defaults` are the settings of desirepath.toml."""
        self._path = path
        self._defaults = dict(defaults or {})
        self._clock = clock
        self.version = 0
        """Grows with every write: while it is the same, so is what can be read."""
        self._engine = sa.create_engine(
            f"sqlite:///{path}" if path else "sqlite://",
            poolclass=sa.pool.StaticPool if path is None else None,
        )
        sa.event.listen(self._engine, "connect", _durable)
        try:
            formed(self._engine, HEAD)
        except sa.exc.DatabaseError as error:
            self._engine.dispose()
            raise WorkspaceError(_sentence(path, error)) from error
        # no answer depends on them: answers that are kept stay good while people edit
        self.maps = KeptMaps(self._engine, self._noting, clock)
        self.edits = KeptEdits(self._engine, self._noting, clock)
        self.images = KeptImages(self._engine, self._noting, clock)
        self.keys = KeptKeys(self._engine, self._noting, clock)
        self.connections = KeptConnections(self._engine, self._noting, clock)
        self.decisions = Decisions(self._engine, self._writing, clock)
        self.privacy = KeptPrivacy(self._engine, self._writing, clock, path)

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    # imports -------------------------------------------------------------------------------
    def imports(self) -> tuple[ImportRow, ...]:
        """Return the imports that count, in import order."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(tables.imports).order_by(tables.imports.c.no))
            return tuple(_import_row(row) for row in found.mappings())

    def committed(self) -> dict[int, int | None]:
        """Return the imports that count, and up to which line those that grow."""
        asked = sa.select(tables.imports.c.no, tables.imports.c.loaded)
        with self._engine.connect() as connection:
            return {int(no): loaded for no, loaded in connection.execute(asked)}

    def imported(self) -> dict[int, str]:
        """Return when each import that counts was made, as ISO 8601."""
        asked = sa.select(tables.imports.c.no, tables.imports.c.created)
        with self._engine.connect() as connection:
            return {int(no): str(created) for no, created in connection.execute(asked)}

    def next_import_no(self) -> int:
        """Reserve a number that no import had before."""
        with self._writing() as connection:
            counter = tables.counters
            connection.execute(
                insert(counter)
                .values(name="import", value=1)
                .on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
            )
            number = connection.execute(
                sa.select(counter.c.value).where(counter.c.name == "import")
            ).scalar_one()
            return int(number)

    def commit_import(
        self,
        row: ImportRow,
        *,
        replaces: Sequence[int] = (),
        attributes: Mapping[str, str] | None = None,
    ) -> None:
        """Make an import count, and those that it replaces count no longer: all or nothing.

        `attributes` are those of `planned_attributes` that the import brought.
        """
        with self._writing() as connection:
            if attributes:
                connection.execute(
                    insert(tables.attributes).on_conflict_do_nothing(),
                    [{"name": name, "column": column} for name, column in attributes.items()],
                )
            if replaces:
                connection.execute(
                    sa.delete(tables.imports).where(tables.imports.c.no.in_(list(replaces)))
                )
            connection.execute(
                sa.insert(tables.imports).values(
                    **{**asdict(row), "columns": list(row.columns)}, created=self._clock()
                )
            )

    def loaded(self) -> int:
        """Return the number of the newest event of the inbox that was loaded."""
        asked = sa.select(tables.counters.c.value).where(tables.counters.c.name == INBOX)
        with self._engine.connect() as connection:
            return int(connection.execute(asked).scalar() or 0)

    def commit_load(
        self, rows: Sequence[ImportRow], upto: int, *, attributes: Mapping[str, str]
    ) -> None:
        """Let live sources have grown up to a number of the inbox: all or nothing.

        `rows` stand in the place of what they were before.
        """
        with self._writing() as connection:
            if attributes:
                connection.execute(
                    insert(tables.attributes).on_conflict_do_nothing(),
                    [{"name": name, "column": column} for name, column in attributes.items()],
                )
            for row in rows:
                given = {**asdict(row), "columns": list(row.columns)}
                connection.execute(
                    insert(tables.imports)
                    .values(**given, created=self._clock())
                    .on_conflict_do_update(index_elements=["no"], set_=given)
                )
            connection.execute(
                insert(tables.counters)
                .values(name=INBOX, value=upto)
                .on_conflict_do_update(index_elements=["name"], set_={"value": upto})
            )

    def withdraw_imports(self, numbers: Sequence[int]) -> None:
        """Let imports count no longer."""
        if numbers:
            with self._writing() as connection:
                connection.execute(
                    sa.delete(tables.imports).where(tables.imports.c.no.in_(list(numbers)))
                )

    # attributes ----------------------------------------------------------------------------
    def attributes(self) -> dict[str, str]:
        """Return attribute name → physical column of the warehouse."""
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(tables.attributes.c.name, tables.attributes.c.column)
            ).all()
        return {str(name): str(column) for name, column in found}

    def planned_attributes(self, names: Iterable[str]) -> dict[str, str]:
        """Return the physical column of each name; unknown names get the next free ones.

        Nothing is written: `commit_import` keeps them together with the import.
        """
        known = self.attributes()
        wanted = list(dict.fromkeys(names))
        start = 1 + max((int(column[1:]) for column in known.values()), default=0)
        fresh = [name for name in wanted if name not in known]
        known |= {name: f"a{start + place}" for place, name in enumerate(fresh)}
        return {name: known[name] for name in wanted}

    # settings and corrections --------------------------------------------------------------
    def setting(self, name: str, default: Any = None) -> Any:
        """Return what was set, else the value of desirepath.toml, else `default`."""
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(tables.settings.c.value).where(tables.settings.c.name == name)
            ).first()
        return found[0] if found else self._defaults.get(name, default)

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a JSON value."""
        with self._writing() as connection:
            connection.execute(
                insert(tables.settings)
                .values(name=name, value=value)
                .on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )

    def corrections(self) -> dict[str, dict[str, str | None]]:
        """Return touchpoint → {"stage", "channel"} as people set them (None: not set)."""
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(tables.corrections).order_by(tables.corrections.c.touchpoint)
            ).mappings()
            return {
                row["touchpoint"]: {"stage": row["stage"], "channel": row["channel"]}
                for row in found
            }

    def correct(
        self, touchpoint: str, *, stage: str | None = None, channel: str | None = None
    ) -> None:
        """Keep a person's stage or channel of a touchpoint; None leaves the other as it is."""
        given = {name: value for name, value in (("stage", stage), ("channel", channel)) if value}
        with self._writing() as connection:
            connection.execute(
                insert(tables.corrections)
                .values(touchpoint=touchpoint, created=self._clock(), **given)
                .on_conflict_do_update(
                    index_elements=["touchpoint"], set_={**given, "created": self._clock()}
                )
            )

    def forget_corrections(self, touchpoints: Iterable[str]) -> None:
        """Let the proposals for these touchpoints hold again."""
        with self._writing() as connection:
            table = tables.corrections
            connection.execute(sa.delete(table).where(table.c.touchpoint.in_(list(touchpoints))))

    def labels(self, kind: str) -> dict[str, Any]:
        """Return what people said of one kind: key (of a text or a theme) → value, by key."""
        known = tables.labels
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(known.c.key, known.c.value)
                .where(known.c.kind == kind)
                .order_by(known.c.key)
            ).all()
        return {str(key): value for key, value in found}

    def label(self, kind: str, values: Mapping[str, Any], *, by: str = "you") -> None:
        """Keep what a person says: key → value; None takes back what was said."""
        known = tables.labels
        with self._writing() as connection:
            for key, value in values.items():
                connection.execute(
                    sa.delete(known).where((known.c.kind == kind) & (known.c.key == key))
                )
                if value is not None:
                    row = {"kind": kind, "key": key, "value": value, "by": by}
                    connection.execute(sa.insert(known).values(**row, created=self._clock()))

    # inside --------------------------------------------------------------------------------
    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._noting() as connection:
            yield connection
        self.version += 1

    @contextmanager
    def _noting(self) -> Iterator[sa.Connection]:
        """Write what no answer about the journeys depends on."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise WorkspaceError(_sentence(self._path, error)) from error


def _sentence(path: Path | None, error: sa.exc.DatabaseError) -> str:
    """Say what is wrong with the file, and what to do about it."""
    said = str(error.orig).lower()
    if "readonly" in said or "unable to open" in said or "permission" in said:
        return (
            f"The book {path} may not be written or read by you. "
            "Ask the owner of the workspace for the right, or choose another one."
        )
    if "full" in said:
        return f"The book {path} cannot be written: the disk is full. Free some space, try again."
    return (
        f"The book {path} cannot be used ({error.orig}). "
        "Restore it from a backup, or start a new workspace and import again."
    )


def _durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.close()


def _import_row(row: Mapping[Any, Any]) -> ImportRow:
    return ImportRow(
        no=row["no"],
        id=row["id"],
        source=row["source"],
        file=row["file"],
        content=row["content"],
        mapping=row["mapping"],
        facts=row["facts"],
        report=row["report"],
        columns=tuple(row["columns"]),
        loaded=row["loaded"],
    )
