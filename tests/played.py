"""Other systems, played by a server on this machine as their documentation describes them.

https://developers.hubspot.com/docs/api/crm/search, …/contacts (batch read and update), …/deals
https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
"""

# ruff: noqa: ARG002, S105 - a system is asked with all; the token is of nobody

import json
import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from urllib.parse import parse_qsl, urlsplit

START = datetime(2026, 1, 1, tzinfo=UTC)
TOKEN = "pat-eu1-0815-secret"


def told(kind, **changed):
    """Return the shipped description of a system as its table, asked as fast as one can."""
    text = files("desirepath.connectors").joinpath(f"{kind}.toml").read_text("utf-8")
    return tomllib.loads(text) | {"limit": {"per_second": 10_000}} | changed


def iso(when):
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Played:
    """One system: `answer(method, path, query, body)` gives status, document and headers.

    `refusals` are answered first, one per request (None: no refusal); `asked` is what came.
    """

    def __init__(self):
        self.refusals = []
        self.asked = []
        self.signed = []
        self.url = ""

    def answer(self, method, path, query, body):
        raise NotImplementedError

    def handle(self, method, target, headers, body):
        found = urlsplit(target)
        query = dict(parse_qsl(found.query))
        document = json.loads(body) if body else None
        self.asked.append((method, found.path, query, document))
        self.signed.append(headers.get("Authorization"))
        refusal = self.refusals.pop(0) if self.refusals else None
        return refusal or self.answer(method, found.path, query, document)


class HubSpot(Played):
    """Contacts changed one after the other, every tenth second; deals; batch read and update."""

    most = 10_000

    def __init__(self, contacts):
        super().__init__()
        self.contacts = {
            str(100 + number): {
                "email": f"c{number}@example.com",
                "createdate": iso(START + timedelta(hours=number)),
                "lastmodifieddate": iso(START + timedelta(days=20, seconds=10 * number)),
                "lifecyclestage": "lead", "hs_lifecyclestage_lead_date": None,
            }
            for number in range(contacts)
        }  # fmt: skip
        self.deals = []

    def change(self, id_, **properties):
        newest = max(one["lastmodifieddate"] for one in self.contacts.values())
        later = datetime.fromisoformat(newest) + timedelta(minutes=5)
        self.contacts[id_] |= {**properties, "lastmodifieddate": iso(later)}

    def answer(self, method, path, query, body):
        if self.signed[-1] != f"Bearer {TOKEN}":
            return 401, {"status": "error", "message": "Authentication credentials not found"}
        if path == "/crm/v3/objects/contacts/search":
            return self.search(body)
        if path == "/crm/v3/objects/deals":
            return 200, {"results": self.deals}
        ids = [one["id"] for one in body["inputs"] if one["id"] in self.contacts]
        if path.endswith("/batch/read"):
            wanted = body["properties"]
            found = [
                {"id": one, "properties": {name: self.contacts[one].get(name) for name in wanted}}
                for one in ids
            ]
            return (200 if len(found) == len(body["inputs"]) else 207), {"results": found}
        assert (method, path) == ("POST", "/crm/v3/objects/contacts/batch/update")
        for one in body["inputs"]:
            self.change(one["id"], **one["properties"])
        return 200, {"results": [{"id": one} for one in ids]}

    def search(self, body):
        (told_,) = body["filterGroups"][0]["filters"]
        assert (told_["propertyName"], told_["operator"]) == ("lastmodifieddate", "GTE")
        since = datetime.fromtimestamp(int(told_["value"]) / 1000, UTC)
        found = [
            {"id": id_, "properties": contact}
            for id_, contact in self.contacts.items()
            if datetime.fromisoformat(contact["lastmodifieddate"]) >= since
        ]
        found.sort(key=lambda one: one["properties"]["lastmodifieddate"])
        begin, size = int(body.get("after") or 0), body["limit"]
        if begin + size > self.most:
            return 400, {"message": "paging beyond 10000 results is not supported"}
        rest = found[begin + size :]
        paging = {"paging": {"next": {"after": str(begin + size)}}} if rest else {}
        return 200, {"total": len(found), "results": found[begin : begin + size], **paging}


class Zendesk(Played):
    """Tickets by cursor; the cursor of the last page is where the next export goes on."""

    def __init__(self, tickets, size=2):
        super().__init__()
        self.size = size
        self.tickets = []
        for number in range(tickets):
            self.open(number)

    def open(self, number, **more):
        at = iso(START + timedelta(hours=number))
        self.tickets.append({
            "id": 30 + number, "requester_id": 7000 + number, "status": "open", "created_at": at,
            "updated_at": at, "via": {"channel": "web"}, "satisfaction_rating": None,
            "dates": {"solved_at": None}, **more,
        })  # fmt: skip

    def answer(self, method, path, query, body):
        name = path.removeprefix("/api/v2/incremental/").removesuffix("/cursor.json")
        if name == "users":
            return 200, {"users": [], "after_cursor": "u0", "end_of_stream": True}
        assert ("start_time" in query) != ("cursor" in query)
        begin = int(query.get("cursor", "0"))
        found = self.tickets[begin : begin + self.size]
        end = begin + len(found)
        return 200, {"tickets": found, "after_cursor": str(end),
                     "end_of_stream": end == len(self.tickets)}  # fmt: skip
