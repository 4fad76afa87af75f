"""Reading other systems: page by page, what is new, on from where it broke off, never twice."""

# ruff: noqa: ARG002, S105, S106 - the system is asked with all; names of variables are no secrets

from collections import Counter

import pytest

from desirepath import connectors
from desirepath.connectors import Account, Asker, paging
from desirepath.errors import InputError, RemoteError, UnknownName, WorkspaceError
from played import START, TOKEN, HubSpot, Played, Zendesk, iso, told


def connected(workspace, system, kind="hubspot", **changed):
    door = workspace.sources.connections
    door.add(kind, url=system.url, secret=TOKEN, user="me@shop.example",
             description=told(kind, **changed))  # fmt: skip
    return door


def happened(workspace):
    """Return touchpoint → events, as stored: nothing has to be prepared for that."""
    found = workspace._stores.warehouse.table("events")
    return Counter(row["touchpoint"] for row in workspace._stores.warehouse.rows(found))


def whose(workspace, touchpoint):
    found = workspace._stores.warehouse.table("events")
    rows = workspace._stores.warehouse.rows(found)
    return {row["customer"] for row in rows if row["touchpoint"] == touchpoint}


def pulled(door, stream="contacts"):
    (report,) = door.pull()["pulled"]
    return next(one for one in report["streams"] if one["stream"] == stream)


def pages_asked(system, path="/search"):
    return [body.get("after") for _, at, _, body in system.asked if at.endswith(path)]


def test_hubspot_is_read_page_by_page_then_only_what_changed_and_nothing_twice(shop, play):
    system = play(HubSpot(250))
    system.deals = [
        {"id": "9", "properties": {"dealstage": "15307226", "hs_is_closed_won": "true",
                                   "amount": "40.5", "createdate": iso(START),
                                   "closedate": iso(START)},
         "associations": {"contacts": {"results": [{"id": "101", "type": "deal_to_contact"}]}}},
        {"id": "101", "properties": {"dealstage": "qualifiedtobuy", "hs_is_closed_won": "false",
                                     "createdate": iso(START), "closedate": iso(START)}},
    ]  # fmt: skip
    system.refusals = [None, (429, {"policyName": "SECONDLY"}, {"Retry-After": "0"})]
    door = connected(shop, system)
    first = pulled(door)
    assert (first["pages"], first["records"], first["accepted"]) == (3, 250, 250)
    assert pages_asked(system) == [None, "100", "100", "200"]
    expected = {"Contact created": 250, "Deal created": 2, "Deal won": 1}
    assert happened(shop) == expected
    assert whose(shop, "Deal created") == {"hubspot:101", "hubspot deals:101"}
    assert whose(shop, "Deal won") == {"hubspot:101"}
    system.change("107", hs_lifecyclestage_lead_date=iso(START))
    second = pulled(door)
    assert (second["records"], second["accepted"]) == (8, 1)  # a minute before the mark is reread
    assert happened(shop) == {**expected, "Became Lead": 1}
    third = pulled(door)
    assert (third["records"], third["accepted"]) == (1, 0)
    assert len(shop.sources.list()) == 3  # contacts, deals, and the one that became a lead
    (shown,) = door.list()
    assert shown["secret"] == "kept in the workspace"
    assert TOKEN not in str(shown)


def test_a_system_that_gives_so_many_at_once_is_asked_anew_from_the_newest(shop, play):
    system = play(HubSpot(25))
    system.most = 10
    description = told("hubspot")
    stream = description["streams"][0]
    stream["body"]["limit"], stream["paging"]["most"] = 5, 10
    door = connected(shop, system, streams=[stream])
    assert pulled(door)["accepted"] == 25
    assert happened(shop) == {"Contact created": 25}
    assert len(shop.sources.list()) == 1


def test_a_pull_that_breaks_off_goes_on_there_and_nothing_is_twice(shop, play):
    system = play(HubSpot(250))
    door = connected(shop, system)
    system.refusals = [None, (400, {"message": "out of order"})]
    with pytest.raises(RemoteError, match="answered 400 at /crm/v3/objects/contacts/search"):
        door.pull()
    (shown,) = door.list()
    assert shown["streams"][0] == {"stream": "contacts", "mark": None, "waiting": True}
    assert "out of order" in shown["last"]["pull"]["error"]
    system.asked.clear()
    assert pulled(door)["pages"] == 2
    assert pages_asked(system) == ["100", "200"]
    assert happened(shop) == {"Contact created": 250}
    assert door.list()[0]["last"]["pull"]["error"] is None
    assert list((shop.folder / "pulls").iterdir()) == []


def test_a_cursor_that_the_system_forgot_costs_only_reading_again(shop, play):
    system = play(HubSpot(150))
    door = connected(shop, system)
    system.refusals = [None, (400, {})]
    with pytest.raises(RemoteError):
        door.pull()
    system.refusals = [(410, {"message": "cursor expired"})]
    assert pulled(door)["pages"] == 2
    assert happened(shop) == {"Contact created": 150}


def test_pages_that_wait_but_got_lost_are_read_again(shop, play):
    system = play(HubSpot(150))
    door = connected(shop, system)
    system.refusals = [None, (400, {})]
    with pytest.raises(RemoteError):
        door.pull()
    for path in (shop.folder / "pulls").iterdir():
        path.unlink()
    assert pulled(door)["pages"] == 2
    assert happened(shop) == {"Contact created": 150}


def test_zendesk_goes_on_at_the_last_cursor_and_a_solved_ticket_is_new(shop, play):
    system = play(Zendesk(5))
    door = connected(shop, system, "zendesk")
    assert pulled(door, "tickets")["accepted"] == 5
    assert happened(shop) == {"Support ticket opened": 5}
    assert system.signed[-1].startswith("Basic ")
    solved = {"dates": {"solved_at": iso(START)}, "status": "solved",
              "satisfaction_rating": {"score": "good", "comment": "Thanks"}}  # fmt: skip
    system.tickets.append(system.tickets[2] | solved)
    system.asked.clear()
    assert pulled(door, "tickets")["accepted"] == 1
    told_ = [query for _, path, query, _ in system.asked if "tickets" in path]
    assert told_ == [
        {"cursor": "5", "include": "dates", "per_page": "1000", "exclude_deleted": "true"}
    ]
    assert happened(shop) == {"Support ticket opened": 5, "Support ticket solved": 1}
    (answer,) = shop._stores.warehouse.rows(shop._stores.warehouse.table("feedback"))
    assert (answer["score"], answer["scale_max"], answer["text"]) == (1, 1, "Thanks")


class Listed(Played):
    """Seven people, three at a time, by offset, page or link."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def answer(self, method, path, query, body):
        page = int(query.get("at", {"page": 1}.get(self.kind, 0)))
        begin = (page - 1) * 3 if self.kind == "page" else page
        people = [{"id": number} for number in range(7)][begin : begin + 3]
        link = f'<{self.url}/people?at={begin + 3}>; rel="next"'
        more = {"Link": link} if self.kind == "link" and begin + 3 < 7 else {}
        return 200, {"people": people}, more


@pytest.mark.parametrize("kind", ["offset", "page", "link"])
def test_other_ways_from_page_to_page(play, kind):
    system = play(Listed(kind))
    stream = {"name": "people", "path": "/people", "records": "people", "fields": {"id": "id"},
              "paging": {"kind": kind, "send": "at", "size": 3},
              "layout": {"name": "Shop people", "customer": ["id"]}}  # fmt: skip
    told_ = {"title": "Shop", "prefix": "shop:", "streams": [stream],
             "limit": {"per_second": 10_000}}  # fmt: skip
    made = connectors.parsed(told_, where="shop.toml")
    asker = Asker(made, Account(system.url))
    found = list(paging.pages(asker, made.streams[0], None, None))
    assert [row["id"] for page in found for row in page.rows] == list("0123456")
    assert [page.last for page in found] == [False, False, True]
    asked = len(system.asked)
    rest = list(paging.pages(asker, made.streams[0], None, found[0].next))
    assert [row["id"] for page in rest for row in page.rows] == list("3456")
    assert len(system.asked) == asked + 2


def test_what_waits_leaves_with_a_person_who_is_erased(shop, play):
    system = play(HubSpot(101))
    door = connected(shop, system)
    door.pull()
    for id_ in system.contacts:
        system.change(id_)
    system.refusals = [None, (400, {})]
    with pytest.raises(RemoteError):
        door.pull()
    assert door.list()[0]["streams"][0]["waiting"]
    shop.customers.privacy.erase("hubspot:101")
    assert not (shop.folder / "pulls").exists()
    assert not door.list()[0]["streams"][0]["waiting"]
    door.pull()
    events = shop._stores.warehouse.table("events")
    assert "hubspot:101" not in {row["customer"] for row in shop._stores.warehouse.rows(events)}


def test_connections_that_cannot_be_are_refused_and_one_can_be_forgotten(shop, play):
    door = shop.sources.connections
    with pytest.raises(UnknownName, match='There is no system "hubspott"'):
        door.add("hubspott")
    with pytest.raises(InputError, match="Tryton has no address of its own"):
        door.add("tryton")
    with pytest.raises(InputError, match="begins with DESIREPATH_"):
        door.add("hubspot", secret_env="HOME")
    with pytest.raises(InputError, match="is no name of a connection"):
        door.add("hubspot", name="../x")
    assert door.add("hubspot", secret_env="DESIREPATH_HUBSPOT")["secret"] == "DESIREPATH_HUBSPOT"
    with pytest.raises(InputError, match="There is a connection hubspot already"):
        door.add("hubspot")
    with pytest.raises(InputError, match="DESIREPATH_HUBSPOT, which holds the secret"):
        door.pull("hubspot")
    door.remove("hubspot")
    assert door.list() == []
    with pytest.raises(UnknownName, match='There is no connection "hubspot"'):
        door.remove("hubspot")
    assert door.pull() == {"pulled": []}
    door._busy.acquire()
    with pytest.raises(WorkspaceError, match="being read already"):
        door.pull()
