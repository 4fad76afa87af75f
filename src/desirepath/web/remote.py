"""The doors of a workspace that a running server owns, asked over HTTP.

The command line uses it when the workspace's `lock` names a server's address.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from desirepath.errors import DesirepathError, InputError, UsageError, WorkspaceError
from desirepath.model.result import Result

_KIND: dict[int, type[DesirepathError]] = {400: UsageError, 404: InputError, 422: InputError}


class RemoteWorkspace:
    """What `Workspace` is, at the other end of a connection."""

    def __init__(self, folder: Path, url: str, *, token: str | None = None) -> None:
        """`url` and `token` are what the server wrote into the lock."""
        self._token = token
        self.access = _Access(self)
        self.folder = folder
        self._url = url.rstrip("/")
        self.sources = _Sources(self)
        self.customers = _Customers(self)
        self.journeys = _Journeys(self)
        self.analyses = _Analyses(self)
        self.maps = _Maps(self)

    def call(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
    ) -> bytes:
        """Send one request; raises our errors as the server named them."""
        given = {key: value for key, value in (query or {}).items() if value not in (None, False)}
        asked = f"?{urlencode(given, doseq=True)}" if given else ""
        request = Request(f"{self._url}/api/v1{path}{asked}", method=method)  # noqa: S310 - our own server
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        data: Any = None
        if isinstance(body, Path):
            data = body.open("rb")
            request.add_header("Content-Length", str(body.stat().st_size))
            request.add_header("Content-Type", "application/octet-stream")
        elif body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, data) as answer:  # noqa: S310
                return bytes(answer.read())
        except HTTPError as error:
            raise _translated(error) from error
        except (URLError, OSError) as error:
            raise WorkspaceError(
                f"The workspace {self.folder} belongs to a server at {self._url} that does not "
                "answer. Stop that process, then try again; nothing was changed."
            ) from error
        finally:
            if isinstance(body, Path):
                data.close()

    def close(self) -> None:
        """There is nothing to close at this end."""

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""


def _translated(error: HTTPError) -> DesirepathError:
    try:
        detail = json.loads(error.read())["detail"]
    except (ValueError, KeyError, TypeError):
        detail = f"The server answered {error.code} {error.reason}."
    return _KIND.get(error.code, WorkspaceError)(detail)


class _Door:
    def __init__(self, at: RemoteWorkspace) -> None:
        self._at = at

    def _json(self, method: str, path: str, query: Any = None, body: Any = None) -> Any:
        return json.loads(self._at.call(method, path, query, body))


class _Access(_Door):
    def tokens(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/tokens"))

    def make_token(self, name: str, *, scopes: Sequence[str]) -> dict[str, Any]:
        return dict(self._json("POST", "/tokens", body={"name": name, "scopes": list(scopes)}))

    def revoke_token(self, id: str) -> None:  # noqa: A002
        self._at.call("DELETE", f"/tokens/{quote(id, safe='')}")


class _Live(_Door):
    def keys(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/keys"))

    def make_key(self, source: str, **given: Any) -> dict[str, Any]:
        return dict(self._json("POST", "/keys", body={"source": source, **given}))

    def revoke_key(self, id: str) -> None:  # noqa: A002
        self._at.call("DELETE", f"/keys/{quote(id, safe='')}")


class _Retention(_Door):
    def rules(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/retention"))

    def keep(self, source: str, days: int | None) -> dict[str, Any]:
        return dict(self._json("PUT", f"/retention/{quote(source, safe='')}", body={"days": days}))

    def expire(self, *, dry_run: bool = False) -> dict[str, Any]:
        return dict(self._json("POST", "/retention/expire", {"dry_run": dry_run}))


class _Connections(_Door):
    def kinds(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/connections/kinds"))

    def list(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/connections"))

    def add(self, kind: str, **given: Any) -> dict[str, Any]:
        return dict(self._json("POST", "/connections", body={"kind": kind, **given}))

    def remove(self, name: str) -> None:
        self._at.call("DELETE", f"/connections/{quote(name, safe='')}")

    def pull(self, name: str | None = None) -> dict[str, Any]:
        return dict(self._json("POST", "/connections/pull", {"name": name}))

    def push(self, name: str, **given: Any) -> dict[str, Any]:
        return dict(self._json("POST", f"/connections/{quote(name, safe='')}/push", body=given))


class _Sources(_Door):
    def __init__(self, at: RemoteWorkspace) -> None:
        super().__init__(at)
        self.live = _Live(at)
        self.retention = _Retention(at)
        self.connections = _Connections(at)

    def add(self, *files: str | Path, **options: Any) -> dict[str, Any]:
        given = dict(options)
        if given.get("columns"):
            given["columns"] = json.dumps(given["columns"])
        reports = [
            self._json("POST", "/sources", {"file": Path(file).name, **given}, Path(file))
            for file in files
        ]
        return reports[0] if len(reports) == 1 else {"files": reports}

    def audit(self) -> dict[str, Any]:
        return dict(self._json("GET", "/sources/audit"))


class _Customers(_Door):
    def __init__(self, at: RemoteWorkspace) -> None:
        super().__init__(at)
        self.identity = _Identity(at)
        self.privacy = _Privacy(at)

    def page(self, **asked: Any) -> dict[str, Any]:
        given = {name.removesuffix("_"): value for name, value in asked.items()}
        return dict(self._json("GET", "/customers", given))


class _Privacy(_Door):
    def export(self, customer: str, out: str | Path) -> dict[str, Any]:
        from io import BytesIO
        from zipfile import ZipFile

        data = self._at.call("GET", f"/privacy/customers/{quote(customer, safe='')}")
        Path(out).write_bytes(data)
        known = json.loads(ZipFile(BytesIO(data)).read("person.json"))
        counts = {name: len(known[name]) for name in ("events", "feedback", "customers")}
        return {"customer": known["customer"], "file": str(out), **counts}

    def erase(self, customer: str, *, reason: str = "") -> dict[str, Any]:
        path = f"/privacy/customers/{quote(customer, safe='')}"
        return dict(self._json("DELETE", path, {"reason": reason}))

    def erasures(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/privacy/erasures"))

    def consents(self, customer: str | None = None) -> list[dict[str, Any]]:
        return list(self._json("GET", "/privacy/consents", {"customer": customer}))

    def consent(
        self, customer: str, purpose: str, *, granted: bool, origin: str = "by hand"
    ) -> dict[str, Any]:
        said = {"purpose": purpose, "granted": granted, "origin": origin}
        path = f"/privacy/customers/{quote(customer, safe='')}/consent"
        return dict(self._json("PUT", path, body=said))


class _Identity(_Door):
    def summary(self) -> dict[str, Any]:
        return dict(self._json("GET", "/identity"))

    def set(self, **given: str | None) -> dict[str, Any]:
        return dict(self._json("PUT", "/identity", body=given))

    def links(self, customer: str) -> dict[str, Any]:
        return dict(self._json("GET", f"/identity/customers/{quote(customer, safe='')}"))

    def decisions(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/identity/decisions"))

    def decide(
        self, kind: str, one: str, other: str | None = None, *, note: str = "", author: str = ""
    ) -> dict[str, Any]:
        wanted = {"kind": kind, "one": one, "other": other, "note": note, "author": author}
        return dict(self._json("POST", "/identity/decisions", body=wanted))

    def undo(self, number: int) -> dict[str, Any]:
        return dict(self._json("POST", f"/identity/decisions/{number}/undo"))


class _Journeys(_Door):
    def show(self) -> dict[str, Any]:
        return dict(self._json("GET", "/journeys"))

    def set(self, **options: Any) -> dict[str, Any]:
        return dict(self._json("PUT", "/journeys", body=options))

    def correct(self, corrections: Mapping[str, Any]) -> None:
        self._json("PUT", "/stages", body=dict(corrections))

    def labels(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/labels"))

    def edit_theme(self, theme: str, **change: Any) -> None:
        self._json("PUT", f"/themes/{quote(theme, safe='')}", body=change)

    def label(self, given: Mapping[str, str], kind: str = "sentiment") -> None:
        self._json("PUT", "/labels", {"kind": kind}, dict(given))

    def export_stages(self, file: str | Path) -> None:
        from desirepath.journeys import stages

        stages.export(self._json("GET", "/stages"), Path(file))

    def load_stages(self, file: str | Path) -> int:
        place = Path(file)
        return int(self._json("POST", "/stages/file", {"file": place.name}, place)["set"])


class _Analyses(_Door):
    def ask(self, name: str, **options: Any) -> Result:
        given = {key.removesuffix("_"): value for key, value in options.items()}
        document = self._json("GET", f"/analyses/{quote(name, safe='')}", given)
        known = {"analysis", "params", "unit", "journeys", "customers", "events", "rows", "notes"}
        return Result(
            **{key: document[key] for key in known - {"rows", "notes"}},
            rows=tuple(document["rows"]),
            notes=tuple(document["notes"]),
            extra={key: value for key, value in document.items() if key not in known},
        )

    def compare(self, name: str, other: Mapping[str, Any], **options: Any) -> dict[str, Any]:
        given = {f"other_{key.removesuffix('_')}": value for key, value in other.items()}
        given |= {key.removesuffix("_"): value for key, value in options.items()}
        return dict(self._json("GET", f"/analyses/{quote(name, safe='')}/compared", given))

    def sql(self, name: str, **options: Any) -> list[str]:
        given = {key.removesuffix("_"): value for key, value in options.items()}
        return list(self._json("GET", f"/analyses/{quote(name, safe='')}/sql", given)["sql"])


class _Maps(_Door):
    def build(self, *, title: str | None = None, **selection: Any) -> Any:
        from desirepath.doors.maps import Map

        given = {key.removesuffix("_"): value for key, value in selection.items() if value}
        # the file has the images of the map in it, the document alone has not
        return Map(self._json("GET", "/maps/current.json", {"title": title, **given}))

    def load(self, file: str | Path, *, title: str | None = None) -> Any:
        given = {"file": Path(file).name, "title": title}
        kept = self._json("POST", "/maps", given, Path(file))
        return replace(self.get(kept["id"], version=kept["version"]), report=kept["report"])

    def list(self) -> list[dict[str, Any]]:
        return list(self._json("GET", "/maps"))

    def get(self, id: str, *, version: int | None = None) -> Any:  # noqa: A002
        from desirepath.doors.maps import Map

        document = self._json("GET", f"/maps/{quote(id, safe='')}.json", {"version": version})
        newest = next((kept["versions"] for kept in self.list() if kept["id"] == id), None)
        return Map(document, id=id, version=version or newest)

    def delete(self, id: str) -> None:  # noqa: A002
        self._at.call("DELETE", f"/maps/{quote(id, safe='')}")

    def versions(self, id: str) -> Sequence[dict[str, Any]]:  # noqa: A002
        return list(self._json("GET", f"/maps/{quote(id, safe='')}/versions"))

    def keep(self, id: str, name: str) -> dict[str, Any]:  # noqa: A002
        path = f"/maps/{quote(id, safe='')}/versions"
        return dict(self._json("POST", path, body={"name": name}))

    def restore(self, id: str, version: int, *, session: str) -> Any:  # noqa: A002
        path = f"/maps/{quote(id, safe='')}/versions/{version}/restore"
        self._json("POST", path, body={"id": secrets.token_hex(8), "session": session})
        return self.get(id)

    def difference(self, id: str, older: str, newer: str = "now") -> Sequence[dict[str, Any]]:  # noqa: A002
        path = f"/maps/{quote(id, safe='')}/difference"
        return list(self._json("GET", path, {"from": older, "to": newer}))
