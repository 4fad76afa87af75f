"""XES: traces are cases; nested attributes, packing, entities and broken logs."""

import gzip
import tracemalloc

import pytest

from desirepath.errors import UnreadableFile
from desirepath.sources import open_file, xes

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">'
)
EVENT = (
    '<event><string key="concept:name" value="{}"/>'
    '<date key="time:timestamp" value="2024-05-01"/></event>'
)


def test_traces_become_cases_and_their_attributes_case_columns(table):
    for content in (xes.EXAMPLE, gzip.compress(xes.EXAMPLE)):
        read = table(content, "log.xes")
        assert read.reading.nested_cases
        assert read.columns == (
            "case:concept:name",
            "case:channel",
            "concept:name",
            "time:timestamp",
        )
        assert read.rows == [
            ("case 1", "Desk", "Ask", "2024-05-01T10:00:00Z"),
            ("case 1", "Desk", "Answer", "2024-05-02T10:00:00Z"),
            ("case 2", "Post", "Ask", "2024-05-03T10:00:00Z"),
        ]
        assert read.lines == [1, 2, 3]


def test_attributes_of_the_log_and_defaults_are_no_values(table):
    read = table(
        f'{HEAD}<global scope="event"><string key="x" value="D"/></global>'
        '<string key="source" value="s"/>'
        f"<trace>{EVENT.format('A')}</trace></log>"
    )
    assert read.columns == ("case:concept:name", "concept:name", "time:timestamp")
    assert read.rows == [("trace 1", "A", "2024-05-01")]
    assert "without a name, called by their number: 1" in read.notes


def test_attributes_inside_attributes_are_joined_with_dots(table):
    read = table(
        f'{HEAD}<trace><string key="concept:name" value="c"><int key="n" value="1"/></string>'
        '<event><list key="l"><values><string key="i" value="a"/><string key="i" value="b"/>'
        "</values></list>"
        '<float key="cost" value="2.50"/><string key="empty" value=""/></event></trace></log>'
    )
    assert dict(zip(read.columns, read.rows[0], strict=True)) == {
        "case:concept:name": "c",
        "case:concept:name.n": "1",
        "l.i": "a; b",
        "cost": "2.50",
    }


def test_traces_without_events_are_left_out_and_counted(table):
    read = table(f"{HEAD}<trace/><trace>{EVENT.format('A')}</trace></log>")
    assert len(read.rows) == 1
    assert "Traces without any event, left out: 1" in read.notes


def test_other_encodings_and_prefixed_tags_are_read(table):
    content = (HEAD + f"<trace>{EVENT.format('Prüfung')}</trace></log>").replace(
        "UTF-8", "ISO-8859-1"
    )
    assert table(content.encode("latin-1")).rows[0][1] == "Prüfung"
    wide = content.replace("ISO-8859-1", "UTF-16").encode("utf-16")
    assert table(wide).rows[0][1] == "Prüfung"
    for tag in ("log", "trace", "event", "string", "date"):
        content = content.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}", f"</x:{tag}")
    content = content.replace("xmlns=", "xmlns:x=")
    assert table(content.encode("latin-1"), "p.xes").rows[0][1] == "Prüfung"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa">]><log><trace>&a;</trace></log>',
            "entities",
        ),
        (
            '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log><trace>&x;</trace></log>',
            "entities",
        ),
        (f"{HEAD}<trace>{EVENT.format('A')}", "cut off"),
        (f"{HEAD}\n<trace>\n</log>", "broken on line 4: mismatched tag"),
        (f"{HEAD}<trace></trace></log>", "without events"),
    ],
)
def test_broken_and_dangerous_logs_are_one_sentence(tmp_path, content, said):
    file = tmp_path / "log.xes"
    file.write_text(content)
    with pytest.raises(UnreadableFile) as caught:
        open_file(file)
    assert said in str(caught.value)


def test_memory_does_not_grow_with_the_log(tmp_path, monkeypatch):
    monkeypatch.setattr("desirepath.sources._spill.IN_MEMORY", 1 << 16)
    monkeypatch.setattr("desirepath.sources._spill.ROWS", 200)

    def peak(traces: int) -> int:
        file = tmp_path / "log.xes"
        trace = f"<trace>{EVENT.format('A') * 5}</trace>"
        file.write_text(f"{HEAD}{trace * traces}</log>")
        tracemalloc.start()
        reading = open_file(file)
        assert sum(batch.num_rows for batch in reading.batches) == 5 * traces
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(8_000) < 1.5 * peak(2_000)
