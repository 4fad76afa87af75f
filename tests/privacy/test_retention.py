"""What is older than its source is kept is removed from every table, and nothing else is."""

import json

import pytest

import desirepath as dp
from desirepath.errors import InputError, UnknownName

DAY = 86_400
NOW = 1_735_732_800.0
"""2025-01-01 12:00 UTC."""
FILES = {
    "shop.csv": "customer,time,page\n"
    "old,2024-01-01 10:00,Home\nold,2024-01-02 10:00,Cart\n"
    "both,2024-01-01 10:00,Home\nboth,2024-12-20 10:00,Cart\n"
    "new,2024-12-20 10:00,Home\nnew,never,Cart\n",
    "crm.csv": "customer,plan\nold,gold\nboth,gold\nnew,blue\n",
    "nps.csv": "customer,answered_at,nps (0-10),comment\n"
    "both,2024-01-03 10:00,2,The parcel never came to me\n"
    "new,2024-12-21 10:00,9,All was well and quick\n",
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("retention")
    with dp.create(folder / "shop") as workspace:
        for name, content in FILES.items():
            (folder / name).write_text(content)
            kind = {"crm.csv": "customers", "nps.csv": "feedback"}.get(name)
            workspace.sources.add(folder / name, kind=kind)
        workspace.analyses.touchpoints()
    return folder / "shop"


@pytest.fixture
def brought(prepared, copied):
    """Return a workspace that holds the files above."""
    return copied(prepared)


def rows(workspace, table):
    held = workspace._stores.warehouse
    return held.rows(held.table(table))


def customers(workspace, table):
    return sorted(row["customer"] for row in rows(workspace, table))


def test_a_dry_run_says_how_many_and_changes_nothing(brought):
    retention = brought.sources.retention
    retention.keep("shop", 90)
    before = brought.analyses.touchpoints().document()["rows"]
    said = retention.expire(dry_run=True, now=NOW)
    assert said["dry_run"]
    assert {name: count for name, count in said["removed"].items() if count} == {"events": 3}
    assert brought.analyses.touchpoints().document()["rows"] == before


def test_old_rows_leave_every_table_and_every_number(brought):
    retention, book = brought.sources.retention, brought._stores.book
    built = brought.maps.build()
    book.maps.keep("now", dict(built.document), "digest")
    assert "The parcel never came to me" in json.dumps(built.document)
    for source in ("shop", "nps"):
        retention.keep(source, 90)
    removed = retention.expire(now=NOW)["removed"]
    assert (removed["events"], removed["feedback"]) == (3, 1)
    assert customers(brought, "events") == ["both", "new"]
    assert customers(brought, "feedback") == ["new"]
    assert brought.analyses.touchpoints().journeys == 2
    assert "The parcel never came to me" not in json.dumps(brought.maps.build().document)
    kept = json.dumps(book.maps.version("now").document)
    assert "The parcel never came" not in kept
    assert "All was well and quick" in kept
    assert not any(retention.expire(now=NOW)["removed"].values())


def test_who_has_nothing_left_is_not_described_any_longer(brought):
    retention = brought.sources.retention
    retention.keep("shop", 90)
    retention.keep("crm", 90)
    assert retention.expire(now=NOW)["removed"]["customers"] == 1
    assert customers(brought, "customers") == ["both", "new"]


def test_descriptions_of_a_source_without_a_rule_stay(brought):
    retention = brought.sources.retention
    retention.keep("shop", 90)
    retention.expire(now=NOW)
    assert customers(brought, "customers") == ["both", "new", "old"]


def test_live_events_leave_the_inbox_too(workspace, put, track):
    live = workspace.sources.live
    told = {"type": "identify", "timestamp": "2023-11-14T10:00:00Z", "traits": {"plan": "gold"}}
    put(live.inbox, {**track("Cart", "u1", 1), "timestamp": "2023-01-01T10:00:00Z"},
        track("Cart", "u2", 2), {**track("Cart", "u1", 3), "timestamp": "soon"},
        {**told, "userId": "u1", "messageId": "m4"},
        {**told, "userId": "u2", "messageId": "m5"})  # fmt: skip
    live.load()
    retention = workspace.sources.retention
    retention.keep("web", 30)
    received = 1_700_000_000
    removed = retention.expire(now=received + 10 * DAY)["removed"]
    assert (removed["events"], removed["customers"], removed["quarantine"]) == (1, 1, 0)
    assert [row.id for row in live.inbox.after(0, 10) if row.body] == ["m2", "m3", "m4", "m5"]
    assert customers(workspace, "events") == customers(workspace, "customers") == ["u2"]
    removed = retention.expire(now=received + 31 * DAY)["removed"]
    assert (removed["events"], removed["quarantine"]) == (1, 1)
    assert not any(row.body for row in live.inbox.after(0, 10))
    assert live.inbox.add([("web", "m2", "segment", 1, None, b"{}", None)]) == 0


def test_a_source_without_a_rule_is_kept(brought):
    retention = brought.sources.retention
    retention.keep("shop", 90)
    retention.keep("shop", None)
    assert retention.expire(now=NOW)["removed"] == {}
    assert {rule["source"]: rule["days"] for rule in retention.rules()} == {
        "crm": None, "nps": None, "shop": None,
    }  # fmt: skip
    with pytest.raises(UnknownName, match="shop"):
        retention.keep("shops", 90)
    with pytest.raises(InputError, match="1 to"):
        retention.keep("shop", 0)


def test_what_is_too_old_is_removed_when_a_workspace_opens_and_after_an_import(tmp_path):
    folder, file = tmp_path / "shop", tmp_path / "shop.csv"
    file.write_text(FILES["shop.csv"])
    with dp.create(folder) as ws:
        ws.sources.add(file)
        ws.sources.retention.keep("shop", 365)  # all of it is older than that by now
    with dp.open(folder) as ws:
        assert customers(ws, "events") == []
        ws.sources.add(file)
        assert customers(ws, "events") == []
