"""Build the living map, load maps that people wrote, look at them, save them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from desirepath import exports, refresh
from desirepath.doors.editing import Edited, Editing
from desirepath.doors.images import Images
from desirepath.errors import InputError, UnknownName
from desirepath.journeys.names import slug
from desirepath.maps import readers, templates, told
from desirepath.maps.edit.difference import difference, side_by_side
from desirepath.maps.edit.log import RESTORE
from desirepath.model.result import canonical

if TYPE_CHECKING:
    from desirepath.store.kept_maps import MapVersion

Changes = Sequence[Mapping[str, Any]]
LIVING = "current"
BEFORE = "before-"
TOLD = "told"
TAKEN = {LIVING, "formats", "images", "new", "templates"}
"""Ids that no told map gets: they are words of the API."""


@dataclass(frozen=True)
class Map:
    """One map; shows itself in a notebook.

    `digest` is that of the document without the time it was made; `id` and `version` are those of
    the book; `report` tells how a file was read (else empty). `revision` counts the edits done on
    it, `waiting` are edits whose place is gone, each with the reason.
    """

    document: Mapping[str, Any]
    digest: str = ""
    id: str | None = None
    version: int | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0
    waiting: Sequence[Mapping[str, Any]] = ()
    _images: Images | None = field(default=None, repr=False, compare=False)

    def save(self, file: str | Path) -> Path:
        """Write the map; the suffix picks the format."""
        return exports.save(self._whole(), Path(file))

    def _repr_html_(self) -> str:
        from desirepath.exports.html import fragment

        return fragment(self._whole())

    def _whole(self) -> Mapping[str, Any]:
        """Return the document with its images in it, which a file must hold."""
        return self._images.inside(self.document) if self._images else self.document


class Maps:
    """`ws.maps`: build maps, load told ones, edit both, and keep the versions of both.

    `images` are what storyboards show.
    """

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores
        self._editing = Editing(stores)
        self.images = Images(stores.book.images)

    def build(self, *, title: str | None = None, **selection: Any) -> Map:
        """Return the map of what is known now with what people changed on it.

        `by`, `where`, `from_` and `to` choose journeys as in the analyses. Maps of one selection
        are versions of one map; what data give is kept as a version if it is new.
        """
        chosen = {key.removesuffix("_"): value for key, value in selection.items() if value}
        id_ = f"{LIVING}-{_digest(chosen)[:8]}" if chosen else LIVING
        return self._drawn(self._editing.draw(*self._living(id_, chosen, title)))

    def load(self, file: str | Path, *, title: str | None = None) -> Map:
        """Read a map from a file (map JSON, CSV grid, Mermaid journey, OJF) and keep it.

        A file with the title of a told map becomes its next version. Raises UnreadableFile, with
        the line where it can be named, and then nothing was kept.
        """
        read = readers.read(file)
        document = {**read.document, **({"title": title} if title else {})}
        self.images.keep(document.pop("images", {}))
        id_ = self._id(str(document["title"]))
        kept = self._stores.book.maps.keep(id_, document, _timeless(document), kind=TOLD)
        return replace(self._drawn(self._editing.draw(kept, document)), report=read.report)

    def create(
        self, title: str, *, source: str = "data", changes: Changes = (), **selection: Any
    ) -> Map:
        """Make a map of its own and return it.

        `source`: `data` (a living map of the selection), a template (`buy`, `onboarding`,
        `support`, `renewal`, `aida`, `empty`), or the id of a map, which is copied as it is now.
        `changes` are the first edits, such as its persona. Raises UnknownName.
        """
        name = told.one_line(title)
        if not name:
            raise InputError("A map needs a title.")
        id_ = self._id(name, fresh=True)
        if source == "data":
            chosen = {key.removesuffix("_"): value for key, value in selection.items() if value}
            self._living(id_, chosen, None)
            first = [{"op": "retitle", "title": name}, *changes]
            return self.edit(id_, first)
        if source in templates.TEMPLATES:
            document = templates.begun(source, name, datetime.now(UTC))
        elif source in {kept.id for kept in self._stores.book.maps.list()}:
            document = _copied(self.get(source).document, name)
        else:
            raise UnknownName("template or map", source, ["data", *templates.TEMPLATES])
        self._stores.book.maps.keep(id_, document, _timeless(document), kind=TOLD)
        return self.edit(id_, changes) if changes else self.get(id_)

    def get(self, id: str, *, version: int | None = None) -> Map:  # noqa: A002 - the field's word
        """Return a map as it is now, or as a version of it was; raises UnknownName."""
        if version is None:
            return self._drawn(self._editing.draw(*self._base(id)))
        kept = self._kept(id, version)
        if kept.name is not None:
            about: dict[str, Any] = {"revision": kept.revision, "_images": self.images}
            return Map(kept.document, kept.digest, kept.id, kept.version, **about)
        return self._drawn(self._editing.draw(kept, kept.document, kept.revision))

    def edit(
        self,
        id: str,  # noqa: A002
        changes: Changes,
        *,
        session: str = "python",
        author: str | None = None,
        revision: int | None = None,
        ids: Sequence[str] | None = None,
    ) -> Map:
        """Change a map and return it: all of the changes are on disk, or none was made.

        A change is `{"op": "rename-step", "step": "purchase/pays", "name": "Pays"}`; one sent
        again with the same of the `ids` is not made twice. `revision` is the one you saw: what
        others changed since is merged, and where both cannot stand EditConflict is raised.
        """
        base, document = self._base(id)
        taken = self._editing.take(
            base,
            document,
            list(zip(ids or [secrets.token_hex(8) for _ in changes], changes, strict=True)),
            session=session,
            author=author,
            revision=revision,
        )
        return self._drawn(taken)

    def history(self, id: str) -> Sequence[dict[str, Any]]:  # noqa: A002
        """Return the log of a map, oldest first: no, id, session, author, at, change."""
        self._known(id)
        return [vars(entry) for entry in self._editing.log(id)]

    def steps_back(self, id: str, session: str) -> tuple[str | None, str | None]:  # noqa: A002
        """Return the ids of what a session would undo and redo next, None where nothing."""
        return self._editing.steps_back(id, session)

    def versions(self, id: str) -> Sequence[dict[str, Any]]:  # noqa: A002
        """Return the versions of a map, newest first; those with a name are people's."""
        self._known(id)
        return [asdict(one) for one in self._stores.book.maps.versions(id)]

    def keep(self, id: str, name: str) -> dict[str, Any]:  # noqa: A002
        """Keep the map as it is now as a version of that name."""
        said = told.one_line(name)
        if not said:
            raise InputError("A version needs a name.")
        base, document = self._base(id)
        drawn = self._editing.draw(base, document)
        named = (said, base.version, drawn.revision)
        timeless = _timeless(drawn.document)
        kept = self._stores.book.maps.keep(id, drawn.document, timeless, named=named)
        return next(one for one in self.versions(id) if one["version"] == kept.version)

    def restore(
        self,
        id: str,  # noqa: A002
        version: int,
        *,
        session: str = "python",
        author: str | None = None,
        entry: str | None = None,
    ) -> Map:
        """Make what people wrote what it was in a version; measured numbers stay today's.

        This is a change like others: it can be undone, and nothing is lost.
        """
        kept = self._kept(id, version)
        if kept.kind == TOLD:
            old = self._kept(id, kept.base or kept.version)
            self._stores.book.maps.keep(id, old.document, old.digest, kind=TOLD)
        change = {"op": RESTORE, "revision": kept.revision}
        ids = [entry] if entry else None
        return self.edit(id, [change], session=session, author=author, ids=ids)

    def difference(self, id: str, older: str, newer: str = "now") -> list[dict[str, Any]]:  # noqa: A002
        """Return what is different between two states of a map.

        A state is `now`, a version (`3`), or a version with so much of the log (`3.17`).
        """
        return difference(self._state(id, older), self._state(id, newer))

    def side_by_side(self, id: str, other: str) -> list[dict[str, Any]]:  # noqa: A002
        """Return the columns of two maps next to each other, those of one name together."""
        return side_by_side(self.get(id).document, self.get(other).document)

    def delete(self, id: str) -> None:  # noqa: A002
        """Remove a map with all its versions; raises UnknownName."""
        if not self._stores.book.maps.delete(id):
            self._unknown(id, None)
        self._stores.book.images.sweep()

    def list(self) -> list[dict[str, Any]]:
        """Return the maps of the workspace: id, kind, title, versions, revision, changed …"""
        return [asdict(kept) for kept in self._stores.book.maps.list()]

    def _drawn(self, drawn: Edited) -> Map:
        """Return an edited map; its digest is that of what is drawn."""
        base, document = drawn.base, drawn.document
        digest = _timeless(document) if drawn.revision else base.digest
        about: dict[str, Any] = {"revision": drawn.revision, "waiting": drawn.waiting}
        return Map(document, digest, base.id, base.version, **about, _images=self.images)

    def _living(
        self, id_: str, chosen: dict[str, Any], title: str | None
    ) -> tuple[MapVersion, Mapping[str, Any]]:
        """Return what data give now for a selection, kept as a version of that map."""
        document = refresh.draw(self._stores, title=title, selection=chosen)
        state = refresh.drawn_of(self._stores, title=title, selection=chosen)
        kept = self._stores.book.maps.keep(
            id_, document, _timeless(document), params=chosen, state=state
        )
        return kept, document

    def _base(self, id_: str) -> tuple[MapVersion, Mapping[str, Any]]:
        """Return what lies below the edits of a map now: what data give, or what a file told."""
        listed = next((one for one in self._stores.book.maps.list() if one.id == id_), None)
        if listed is None and id_ == LIVING:
            return self._living(LIVING, {}, None)
        # a map from before maps had ids says not how it was chosen
        if listed and listed.kind != TOLD and not id_.startswith(BEFORE):
            return self._living(id_, dict(listed.params), None)
        kept = self._kept(id_, None)
        return kept, kept.document

    def _state(self, id_: str, named: str) -> Mapping[str, Any]:
        """Return the map at a state as `difference` names it."""
        if named == "now":
            return self.get(id_).document
        version, _, revision = named.partition(".")
        if not version.isdigit() or not (revision or "0").isdigit():
            raise InputError(f'"{named}" is no state of a map: now, a version, or 3.17.')
        if not revision:
            return self.get(id_, version=int(version)).document
        kept = self._kept(id_, int(version))
        return self._editing.draw(kept, kept.document, int(revision)).document

    def _known(self, id_: str) -> None:
        if not self._stores.book.maps.versions(id_) and id_ != LIVING:
            self._unknown(id_, None)

    def _kept(self, id_: str, version: int | None) -> MapVersion:
        kept = self._stores.book.maps.version(id_, version)
        if kept is None:
            self._unknown(id_, version)
        return kept

    def _unknown(self, id_: str, version: int | None) -> NoReturn:
        known = {kept.id: kept.versions for kept in self._stores.book.maps.list()}
        if id_ in known:
            numbers = map(str, range(1, known[id_] + 1))
            raise UnknownName("version", str(version), numbers, where=f"of the map {id_}")
        raise UnknownName("map", id_, known)

    def _id(self, title: str, *, fresh: bool = False) -> str:
        """Return the id of the told map of that title, or a free one."""
        maps = self._stores.book.maps.list()
        same = next((one.id for one in maps if one.kind == TOLD and one.title == title), None)
        if same and not fresh:
            return same
        taken = {one.id for one in maps} | TAKEN
        wanted = slug(title)[:60].strip("-")
        free, number = wanted, 1
        while free in taken or free.startswith((f"{LIVING}-", BEFORE)):
            number += 1
            free = f"{'told-' if wanted.startswith(LIVING) else ''}{wanted}-{number}"
        return free


def _copied(document: Mapping[str, Any], title: str) -> dict[str, Any]:
    """Return a copy of a map that lives on by itself: its numbers are those of this moment."""
    left = {key: value for key, value in document.items() if key not in ("hidden", "kind")}
    return {**left, "title": title, "kind": TOLD}


def _timeless(document: Mapping[str, Any]) -> str:
    """Return the digest of a map, creation time aside."""
    return _digest({key: value for key, value in document.items() if key != "created"})


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
