"""What a source holds already: laws of importing again, against a plain counter."""

# ruff: noqa: E501 - a row of data is read as one line

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.errors import InputError
from desirepath.imports import Options, import_files
from desirepath.imports.files import source_name
from tried import tried

HEADER = "user_id,event,timestamp,plan\n"
SHOP = HEADER + (
    "ann,Catalog,2024-03-01 10:00:00,gold\nann,Cart,2024-03-01 10:05:00,gold\n"
    "bob,Catalog,2024-03-02 09:00:00,basic\nbob,Catalog,2024-03-02 09:00:00,basic\n"
)
ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["Home", "Cart"]), st.integers(1, 3), st.sampled_from(["", "x"])),
    min_size=1, max_size=12,
)  # fmt: skip
LAWS = tried(6)


def spell(rows):
    return HEADER + "".join(f"{u},{e},2024-01-0{d} 10:00:00,{p}\n" for u, e, d, p in rows)


def stored(desk):
    return Counter(desk.column("events", "customer", "touchpoint", "time", "plan"))


def test_the_same_file_again_adds_nothing(desk):
    first, again = desk.bring(SHOP), desk.bring(SHOP)
    assert (first["accepted"], first["duplicates"]) == (4, 1)
    assert (again["accepted"], again["known"], again["duplicates"]) == (0, 4, 0)
    assert len(desk.rows("events")) == 4
    assert len(desk.book.imports()) == 1


def test_a_recompressed_file_under_another_name_is_the_same(desk):
    import gzip

    desk.bring(SHOP)
    again = desk.bring(gzip.compress(SHOP.encode()), "events-2024-03 (1).csv.gz")
    assert (again["source"], again["known"]) == ("events", 4)
    again = desk.bring(SHOP, "something else.csv")
    assert (again["source"], again["known"], again["accepted"]) == ("events", 4, 0)
    assert any("another export" in note for note in again["notes"])


def test_another_source_keeps_its_own_rows(desk):
    desk.bring(SHOP)
    other = desk.bring(SHOP, source="copy")
    assert (other["source"], other["accepted"]) == ("copy", 4)
    assert len(desk.rows("events")) == 8


@pytest.mark.parametrize("said", [{}, {"scale": "1-5"}, {"instrument": "ces"}])
def test_equal_rows_of_another_question_are_other_answers(desk, said):
    answers = "customer,time,score\nann,2024-01-05,5\nbob,2024-01-05,4\ncyd,2024-01-06,1\n"
    desk.bring(answers, "nps.csv")
    other = desk.bring(answers + "dan,2024-01-07,2\n", "csat.csv", **said)
    assert (other["source"], other["accepted"], other["known"]) == ("csat", 4, 0)
    again = desk.bring(answers, "nps of the first week.csv")
    assert (again["source"], again["accepted"], again["known"]) == ("nps", 0, 3)


def test_columns_in_another_order_and_times_written_differently_are_the_same_rows(desk):
    desk.bring(SHOP)
    turned = "plan,timestamp,event,user_id\n" + "".join(
        ",".join(reversed(line.replace(" 10:", "T10:").replace(" 09:", "T09:").split(","))) + "\n"
        for line in SHOP.splitlines()[1:]
    )
    assert desk.bring(turned)["known"] == 4


def test_another_mapping_of_the_same_content_replaces_it(desk):
    desk.bring(SHOP)
    report = desk.bring(SHOP, columns={"touchpoint": "plan"})
    assert report["accepted"] == 4
    assert any("replaces" in note for note in report["notes"])
    assert set(desk.column("events", "touchpoint")) == {"gold", "basic"}
    assert len(desk.book.imports()) == 1


def test_dropping_duplicates_leaves_one_of_each(desk):
    report = desk.bring(SHOP, drop_duplicates=True)
    assert (report["accepted"], report["dropped"], report["duplicates"]) == (3, 1, 0)
    assert max(stored(desk).values()) == 1


def test_a_known_event_id_adds_nothing_even_when_the_row_differs(desk):
    head = "event_id,user_id,event,timestamp\n"
    desk.bring(head + "e1,ann,Home,2024-01-01\ne2,ann,Cart,2024-01-02\n")
    report = desk.bring(
        head + "e2,ann,Cart,2024-01-03\ne3,bob,Home,2024-01-04\ne3,bob,Home,2024-01-04\n"
    )
    assert (report["accepted"], report["known"], report["duplicates"]) == (1, 2, 0)
    assert desk.column("events", "event_id") == ["e1", "e2", "e3"]


def test_rows_with_different_ids_are_different_though_all_else_is_equal(desk):
    report = desk.bring(
        "event_id,user_id,event,timestamp\ne1,ann,Home,2024-01-01\ne2,ann,Home,2024-01-01\n"
    )
    assert (report["accepted"], report["duplicates"]) == (2, 0)


def test_the_first_lines_are_new_and_the_later_ones_known(desk):
    desk.bring(spell([("a", "Home", 1, "")]))
    desk.bring(spell([("a", "Home", 1, "")] * 3))
    assert desk.column("events", "line") == [2, 2, 3]


def test_order_of_events_is_import_then_line(desk):
    desk.bring(SHOP)
    desk.bring(HEADER + "cyd,Home,2020-01-01,\n", "early.csv")
    sequence = desk.column("events", "seq", "customer")
    assert [customer for _, customer in sorted(sequence)] == ["ann", "ann", "bob", "bob", "cyd"]
    assert len({number for number, _ in sequence}) == 5


@LAWS
@given(first=ROWS, second=ROWS)
def test_a_file_with_k_copies_where_m_are_held_adds_the_rest(desk_maker, first, second):
    desk = desk_maker()
    desk.bring(spell(first), source="s")
    report = desk.bring(spell(second), source="s")
    held, came = Counter(first), Counter(second)
    added = came - held
    assert report["accepted"] == sum(added.values())
    assert report["known"] == sum((came & held).values())
    assert sum(stored(desk).values()) == sum((held | came).values())
    assert desk.balanced(report)


@LAWS
@given(rows=ROWS)
def test_importing_twice_is_importing_once(desk_maker, rows):
    desk = desk_maker()
    desk.bring(spell(rows))
    once = desk.rows("events")
    assert desk.bring(spell(rows))["accepted"] == 0
    assert desk.rows("events") == once


@LAWS
@given(rows=ROWS, seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_in_a_file_does_not_matter(desk_maker, rows, seed):
    turned = list(rows)
    seed.shuffle(turned)
    one, two = desk_maker(), desk_maker()
    first, second = one.bring(spell(rows)), two.bring(spell(turned))
    assert stored(one) == stored(two)
    assert {k: first[k] for k in ("accepted", "duplicates")} == {
        k: second[k] for k in ("accepted", "duplicates")
    }


@LAWS
@given(rows=ROWS, cut=st.integers(0, 12), overlap=st.integers(0, 4))
def test_overlapping_exports_of_distinct_rows_are_the_whole(desk_maker, rows, cut, overlap):
    rows = sorted(set(rows))
    desk = desk_maker()
    for part in (rows[: cut + overlap], rows[cut:]):
        if part:
            desk.bring(spell(part), source="s")
    whole = desk_maker()
    whole.bring(spell(rows))
    assert stored(desk) == stored(whole)


@LAWS
@given(rows=ROWS)
def test_dropping_duplicates_is_a_set(desk_maker, rows):
    desk = desk_maker()
    report = desk.bring(spell(rows), drop_duplicates=True)
    assert report["accepted"] == len(set(rows))
    assert report["dropped"] == len(rows) - len(set(rows))
    assert report["duplicates"] == 0


def test_a_dry_run_changes_nothing(desk):
    desk.bring(SHOP)
    before = (desk.rows("events"), desk.book.attributes(), desk.book.imports())
    report = desk.bring(
        SHOP.replace("plan", "tier") + "eve,Home,2024-05-01,gold\n,Home,2024-05-01,gold\n",
        dry_run=True,
    )
    assert report["dry_run"]
    assert report["columns"]["touchpoint"]["reason"]
    assert (report["accepted"], report["quarantined"]) == (5, 1)
    assert (desk.rows("events"), desk.book.attributes(), desk.book.imports()) == before
    assert desk.book.next_import_no() == 2


def test_bad_rows_are_quarantined_with_line_and_reason(desk):
    report = desk.bring(
        HEADER + "ann,Home,2024-01-01,gold\n,Home,2024-01-01,gold\nann,,2024-01-01,gold\n"
        "ann,Home,,gold\nann,Home,soon,gold\nann,Home,0000-00-00,gold\nann,Cart,2024-01-02,gold\n"
    )
    assert (report["rows"], report["accepted"], report["quarantined"]) == (7, 2, 5)
    assert {(entry["reason"], entry["first_line"]) for entry in report["quarantine"]} == {
        ("no customer", 3), ("no touchpoint", 4), ("no time", 5), ("time not understood", 6),
        ("time is a placeholder like 0000-00-00", 7),
    }  # fmt: skip
    assert desk.column("quarantine", "line") == [3, 4, 5, 6, 7]
    assert '"timestamp":"soon"' in desk.column("quarantine", "content")[3]


def test_ragged_rows_are_quarantined_too(desk):
    report = desk.bring(HEADER + "ann,Home,2024-01-01,gold\nann,Home,2024-01-01,gold,extra,more\n")
    assert (report["rows"], report["accepted"], report["quarantined"]) == (2, 1, 1)
    assert desk.balanced(report)
    assert desk.column("quarantine", "line") == [3]


def test_a_file_of_bad_rows_changes_nothing(desk):
    with pytest.raises(InputError, match=r"whose events.*user_id \(empty\)"):
        desk.bring(HEADER + ",Home,2024-01-01,\n,Cart,2024-01-01,\n")
    with pytest.raises(InputError, match=r'No row of "events.csv" can be used.*no customer'):
        desk.bring(HEADER + "null,Home,2024-01-01,\n-,Cart,2024-01-01,\n")
    assert desk.rows("quarantine") == []
    assert desk.book.imports() == ()
    assert desk.book.attributes() == {}


def test_a_header_without_rows_is_refused(desk):
    with pytest.raises(InputError):
        desk.bring(HEADER)
    assert desk.book.imports() == ()


def test_an_import_that_cannot_be_committed_leaves_no_rows(desk, monkeypatch):
    desk.bring(SHOP)
    before = desk.rows("events")

    def fail(*_, **__):
        raise OSError("no")

    monkeypatch.setattr(desk.book, "commit_import", fail)
    with pytest.raises(OSError, match=r"no"):
        desk.bring(HEADER + "eve,Home,2024-05-01,gold\n", "more.csv")
    assert desk.rows("events") == before


def test_several_files_are_several_imports_in_their_order(desk):
    paths = [
        desk.file(HEADER + f"u{n},Home,2024-01-0{n},\n", f"part {n} of it.csv") for n in (2, 1)
    ]
    reports = import_files(desk.warehouse, desk.book, paths, Options())
    assert [report["accepted"] for report in reports] == [1, 1]
    assert desk.column("events", "customer") == ["u2", "u1"]


def test_text_that_looks_like_a_formula_stays_text(desk):
    desk.bring(HEADER + '=1+1,"=HYPERLINK(""x"")",2024-01-01,+1\n')
    assert desk.column("events", "customer", "touchpoint", "plan") == [
        ("=1+1", '=HYPERLINK("x")', "+1")
    ]


@pytest.mark.parametrize(
    ("file", "source"),
    [("events.csv", "events"), ("events-2024-01 (1).csv.gz", "events"), ("events_20240131.csv", "events"),
     ("events 2024-01-31T10-15.json", "events"), ("Kopie von events.csv", "events"), ("receipt.csv", "receipt"),
     ("events - Copy (2).csv", "events"), ("q3.csv", "q3"), ("2024-01.csv", "2024-01"),
     ("events_2024-01-01_2024-01-31.csv", "events"), ("web.events.jsonl", "web.events")],
)  # fmt: skip
def test_the_sources_name_is_the_files_without_date_copy_and_compression(tmp_path, file, source):
    assert source_name(tmp_path / file) == source
