"""Erasing a person: no byte of them is left in any file, and no import brings them back."""

import io
import json
import zipfile

import pytest

import desirepath as dp
from desirepath.errors import InputError
from desirepath.store import personal, tables
from desirepath.store.arrivals import Arrival, Message
from desirepath.store.inbox import TABLES
from desirepath.store.schema import RAW

PERSON = ("zora.quimby@mail.example", "+4917099955544", "0170 999 555 44", "Zora Quimby",
          "visitor-zq-77", "The parcel that Zora waited for never came")  # fmt: skip
FILES = {
    "web.csv": "visitor_id,email,timestamp,page\n"
    "visitor-zq-77,,2025-01-01 10:00,Home\n"
    "visitor-zq-77,Zora.Quimby@mail.example,2025-01-01 10:05,Order paid\n"
    + "".join(
        f"v{n},,2025-01-0{n} 10:00,Home\nv{n},,2025-01-0{n} 11:00,Cart\n" for n in range(1, 9)
    ),
    "calls.csv": "phone,started,reason,note\n"
    "0170 999 555 44,2025-01-05 09:00,Delivery question,asked for the parcel\n"
    "0170 111 22 33,2025-01-05 10:00,Complaint,knows Zora Quimby from work\n",
    "crm.csv": "crm_no,name,email,phone,birth_date\n"
    "100,Zora Quimby,zora.quimby@mail.example,+49 170 99955544,1980-01-02\n"
    "101,Ben Baker,ben.baker@mail.example,0170 111 22 33,1990-05-06\n",
    "nps.csv": "email,answered_at,nps (0-10),comment\n"
    "zora.quimby@mail.example,2025-01-06 09:00,1,The parcel that Zora waited for never came\n"
    "ben.baker@mail.example,2025-01-06 10:00,9,All was well and quick\n"
    "zora.quimby@mail.example,no date,3,again\n",
}


def bring(workspace, folder, names=FILES):
    """Write files beside the workspace and import them."""
    reports = []
    for name in names:
        file = folder / name
        file.write_text(FILES[name], encoding="utf-8")
        kind = {"crm.csv": "customers", "nps.csv": "feedback"}.get(name)
        reports.append(workspace.sources.add(file, kind=kind))
    return reports


def found_in(folder):
    """Return (file, word) of every byte sequence of the person, whatever the case."""
    words = [word.lower().encode() for word in PERSON]
    return [
        (file.name, word.decode())
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        for word in words
        if word in file.read_bytes().lower()
    ]


@pytest.fixture(scope="module")
def erased(tmp_path_factory):
    """Return the folder, what was told, and the workspace after Zora is erased."""
    folder = tmp_path_factory.mktemp("privacy")
    with dp.create(folder / "shop") as workspace:
        workspace.customers.identity.set(country="DE")
        bring(workspace, folder)
        inbox = workspace._stores.inbox
        body = json.dumps({"userId": "zora.quimby@mail.example", "event": "Late"}).encode()
        inbox.add([("live", "m1", "segment", 1, 1, body, None),
                   ("live", "m2", "segment", 1, 1, b'{"userId": "other"}', None)])  # fmt: skip
        inbox.keep([Arrival("live", "segment", 1, 1, [Message("m3", body)])])
        workspace.maps.build()
        workspace._stores.book.maps.keep("now", dict(workspace.maps.build().document), "digest")
        workspace.customers.identity.decide("merge", "v1", "visitor-zq-77")
        workspace.customers.privacy.consent("100", "marketing", granted=False)
        journeys = workspace.analyses.ask("durations").journeys
        (folder / "shop" / "spool").mkdir(exist_ok=True)
        (folder / "shop" / "spool" / "half.csv").write_text("zora.quimby@mail.example")
        assert found_in(folder / "shop")
        made = workspace.customers.privacy.erase("100", reason="asked by letter")
        after = workspace.analyses.ask("durations").journeys
        yield folder, made, (journeys, after), workspace


def test_no_byte_of_the_person_is_left_in_any_file_of_the_workspace(erased):
    folder, *_ = erased
    assert found_in(folder / "shop") == []


def test_the_rows_are_gone_and_those_of_others_stay(erased):
    _, made, (before, after), workspace = erased
    assert made["removed"]["events"] >= 3
    assert after == before - 1
    with pytest.raises(InputError, match="no customer"):
        workspace.customers.story("100")
    note = workspace._stores.warehouse.rows(workspace._stores.warehouse.table("events"))
    assert any("knows [erased] from work" in str(row.values()) for row in note)


def test_kept_maps_say_so_and_keep_only_counts_of_five_or_more(erased):
    *_, workspace = erased
    document = workspace._stores.book.maps.version("now").document
    assert document["erased"].startswith("data erased since 20")

    def small(value):
        if isinstance(value, dict):
            counts = (value.get(name) for name in ("n", "journeys", "events", "customers"))
            return any(isinstance(n, int) and 0 < n < 5 for n in counts) or any(
                map(small, value.values())
            )
        return isinstance(value, list) and any(map(small, value))

    assert not small(document)


def test_a_kept_map_says_so_in_every_format_and_in_the_list_of_its_versions(erased, tmp_path):
    *_, workspace = erased
    kept = workspace.maps.get("now", version=1)
    for suffix in ("svg", "html", "md", "json"):
        said = kept.save(tmp_path / f"map.{suffix}").read_text(encoding="utf-8")
        assert kept.document["erased"] in said
    for suffix in ("csv", "xlsx", "pptx", "mmd"):
        assert kept.save(tmp_path / f"map.{suffix}").stat().st_size
    assert [one["erased"] for one in workspace.maps.versions("now")] == [kept.document["erased"]]


def test_evidence_of_a_small_count_is_gone_too():
    from desirepath.store.words import thinned

    few = {"field": "events", "value": 3, "n": 900}
    assert thinned({"a": [few], "b": {**few, "value": 5}}) == {
        "a": [{"field": "events", "value": None, "n": None}],
        "b": {**few, "value": 5},
    }


def test_the_body_of_a_live_event_that_names_them_is_forgotten_and_no_other(erased):
    *_, workspace = erased
    bodies = {row.id: row.body for row in workspace._stores.inbox.after(0, 10)}
    assert bodies["m1"] is bodies["m3"] is None
    assert bodies["m2"] is not None


def test_an_import_does_not_bring_them_back(erased):
    folder, _, _, workspace = erased
    report, *_ = bring(workspace, folder, ["crm.csv"])
    assert report["dropped"] == 1
    assert "people who were erased" in " ".join(report["notes"])
    assert report["rows"] == sum(
        report[name] for name in ("accepted", "quarantined", "known", "dropped")
    )
    workspace.analyses.ask("durations")
    assert found_in(folder / "shop") == []


def test_when_and_how_much_is_kept_and_not_who(erased):
    *_, workspace = erased
    told = workspace.customers.privacy.erasures()
    assert told[0]["reason"] == "asked by letter"
    assert "zora" not in json.dumps(told).lower()


def test_everything_known_of_a_person_is_one_zip(workspace, tmp_path):
    bring(workspace, tmp_path)
    workspace.customers.identity.set(country="DE")
    workspace.customers.privacy.consent("visitor-zq-77", "marketing", granted=True)
    told = workspace.customers.privacy.export("100", tmp_path / "zora.zip")
    assert (told["events"], told["feedback"], told["customers"]) == (3, 1, 1)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "zora.zip").read_bytes())) as archive:
        assert set(archive.namelist()) == {
            "person.json", "events.csv", "feedback.csv", "customers.csv",
        }  # fmt: skip
        person = json.loads(archive.read("person.json"))
    assert {row["name"] for row in person["names"]} >= {"100", "visitor-zq-77", "0170 999 555 44"}
    assert person["consents"][0]["purpose"] == "marketing"
    assert person["customers"][0]["name"] == "Zora Quimby"


def test_every_table_says_how_a_person_leaves_it(workspace, shop_file):
    assert set(personal.BOOK) == set(tables.metadata.tables)
    assert set(personal.WAREHOUSE) == set(RAW)
    named = {line.split()[5] for line in TABLES.splitlines() if line.startswith("CREATE TABLE")}
    assert set(personal.INBOX) == named
    ways = {way for part in (personal.BOOK, personal.WAREHOUSE, personal.INBOX)
            for way, _ in part.values()}  # fmt: skip
    assert ways <= {personal.ROWS, personal.WORDS, personal.NONE}
