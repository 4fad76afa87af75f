"""From the inbox into the warehouse by number, exactly once, wherever a load is cut off."""

import pytest

import desirepath as dp
from desirepath.errors import WorkspaceError
from desirepath.store.book import Book


def touchpoints(workspace):
    return {
        row["touchpoint"]: row["events"]
        for row in workspace.analyses.touchpoints().document()["rows"]
    }


def test_events_are_counted_once_and_one_source_grows(workspace, put, track):
    live = workspace.sources.live
    put(live.inbox, *(track("Cart", f"u{n % 3}", n) for n in range(10)))
    assert live.load().events == {"web": 10}
    put(live.inbox, *(track("Cart", f"u{n % 3}", n) for n in range(5, 12)))
    assert live.load().events == {"web": 2}
    assert live.load() is None
    reports = workspace.sources.list()
    assert [(report["source"], report["accepted"]) for report in reports] == [("web", 12)]
    assert touchpoints(workspace) == {"Cart": 12}


def test_late_events_land_in_their_place(workspace, put, track):
    live = workspace.sources.live
    put(live.inbox, track("Home", "u1", 1), track("Order", "u1", 30))
    live.load()
    assert workspace.customers.timeline("u1")[1]["touchpoint"] == "Order"
    put(live.inbox, track("Cart", "u1", 20), track("Home", "u2", 5))
    live.load()
    assert [row["touchpoint"] for row in workspace.customers.timeline("u1")] == [
        "Home", "Cart", "Order",
    ]  # fmt: skip
    assert workspace.analyses.touchpoints().journeys == 2


def test_growing_gives_what_loading_at_once_gives(tmp_path, put, track):
    calls = [track(f"T{n * 7 % 5}", f"u{n * 3 % 11}", n) for n in range(120)]
    answers = []
    for name, pieces in (("once", [calls]), ("piecewise", [calls[n::4] for n in range(4)])):
        with dp.create(tmp_path / name) as ws:
            for piece in pieces:
                put(ws.sources.live.inbox, *piece)
                ws.sources.live.load()
                ws.analyses.graph()
            answers.append(ws.analyses.graph().document()["rows"])
    assert answers[0] == answers[1]


def test_a_load_that_dies_before_the_book_is_loaded_again(workspace, put, track, monkeypatch):
    live = workspace.sources.live
    put(live.inbox, track("Home", "u1", 1))
    live.load()
    put(live.inbox, track("Cart", "u1", 2))

    def die(*_args, **_named):
        raise WorkspaceError("killed")

    commit = Book.commit_load
    monkeypatch.setattr(Book, "commit_load", die)
    with pytest.raises(WorkspaceError, match="killed"):
        live.load()
    monkeypatch.setattr(Book, "commit_load", commit)
    assert touchpoints(workspace) == {"Home": 1}
    live.load()
    assert touchpoints(workspace) == {"Home": 1, "Cart": 1}


def test_rows_beyond_what_the_book_says_are_swept_when_a_workspace_opens(tmp_path, put, track):
    folder = tmp_path / "shop"
    with dp.create(folder) as ws:
        put(ws.sources.live.inbox, track("Home", "u1", 1))
        ws.sources.live.load()
        put(ws.sources.live.inbox, track("Cart", "u1", 2))
        # what a process leaves that is killed between the two commits
        before = ws._stores.book.imports()[0]
        ws.sources.live.load()
        ws._stores.book.commit_load([before], before.loaded, attributes={})
    with dp.open(folder) as ws:
        assert touchpoints(ws) == {"Home": 1, "Cart": 1}
        assert ws.sources.list()[0]["accepted"] == 2


def test_what_cannot_be_used_is_in_quarantine_with_its_reason_and_can_be_tried_again(
    workspace, put, track, monkeypatch
):
    live = workspace.sources.live
    put(
        live.inbox,
        track("Home", "u1", 1),
        {"type": "dance", "userId": "u1"},
        {**track("Home", "u1", 2), "timestamp": "yesterday"},
        {**track("Home", "u1", 3), "timestamp": "2031-01-01T00:00:00Z"},
        {"type": "track", "event": "Home", "messageId": "nobody"},
        7,
    )
    live.load()
    rows = workspace.sources.quarantine(source="web")["rows"]
    assert [row["reason"] for row in rows] == [
        '"dance" is no call of the Segment specification',
        "time not understood",
        "the time lies in the future (a wrong clock)",
        "no customer",
        "no call but a bare value",
    ]
    assert touchpoints(workspace) == {"Home": 1}
    from desirepath.collector import reading

    monkeypatch.setattr(reading, "DAY", 10**18)  # the rule was changed: now the future is allowed
    assert live.replay("web") == 5
    live.load()
    status = live.status()[0]
    assert (status["received"], status["loaded"], status["quarantined"]) == (6, 2, 4)
    assert workspace.sources.quarantine()["total"] == 4
    assert touchpoints(workspace) == {"Home": 2}


def test_a_visitor_is_who_he_turned_out_to_be(workspace, put, track):
    live = workspace.sources.live
    page = {"type": "page", "name": "Home", "anonymousId": "a1"}
    put(live.inbox, {**page, "timestamp": "2023-11-14T10:00:00Z"})
    put(live.inbox, {"type": "identify", "userId": "u1", "anonymousId": "a1",
                     "traits": {"email": "u1@shop.example", "plan": "gold"}})  # fmt: skip
    live.load()
    put(live.inbox, {**page, "name": "Price", "timestamp": "2023-11-14T11:00:00Z"})
    live.load()
    journey = workspace.customers.timeline("u1")
    assert [row["touchpoint"] for row in journey] == ["Home", "Price"]
    assert [row["channel"] for row in journey] == ["web", "web"]
    assert workspace.analyses.graph().customers == 1


def test_a_clock_that_is_wrong_is_set_right(workspace, put, track):
    live = workspace.sources.live
    from desirepath.collector.dialects import segment
    from desirepath.collector.parcel import Asked, micros

    received = micros("2023-11-14T22:00:00Z")
    body = (
        b'{"batch": [{"type": "track", "event": "Cart", "userId": "u1",'
        b' "timestamp": "2023-11-12T09:59:00Z"}], "sentAt": "2023-11-12T10:00:00Z"}'
    )
    parcel = segment.split(body, Asked("batch"))
    one = parcel.messages[0]
    live.inbox.add([("web", one.id, "segment", received, parcel.sent, one.body, None)])
    live.load()
    assert workspace.customers.timeline("u1")[0]["time"].startswith("2023-11-14T21:59:00")


def test_fields_beyond_the_most_are_named_and_left_out(workspace, put, track, monkeypatch):
    from desirepath.collector import loader

    monkeypatch.setattr(loader, "MOST_FIELDS", 22)
    live = workspace.sources.live
    put(live.inbox, track("Cart", "u1", 1, properties={f"p{n}": n for n in range(40)}))
    live.load()
    report = workspace.sources.list()[0]
    assert any("Fields beyond the first 22" in note for note in report["notes"])
    assert touchpoints(workspace) == {"Cart": 1}


def test_an_event_known_from_a_file_of_the_source_is_known(workspace, put, track, tmp_path):
    file = tmp_path / "web.jsonl"
    import json

    file.write_text("\n".join(json.dumps(track("Cart", "u1", n)) for n in range(3)))
    workspace.sources.add(file, source="web")
    live = workspace.sources.live
    put(live.inbox, *(track("Cart", "u1", n) for n in range(5)))
    live.load()
    assert touchpoints(workspace) == {"Cart": 5}
    assert workspace.sources.list()[1]["known"] == 3


def test_an_answer_is_feedback(workspace, put, track):
    live = workspace.sources.live
    put(live.inbox, track("Order", "u1", 1),
        track("Survey answered", "u1", 50, score="9", instrument="nps", text="Lovely"))  # fmt: skip
    live.load()
    rows = workspace.analyses.feedback().document()["rows"]
    assert [(row["instrument"], row["score"], row["text"]) for row in rows] == [
        ("nps", 9.0, "Lovely")
    ]
